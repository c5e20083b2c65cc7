using System.Diagnostics;

namespace GhostNet.Notebooks.Protocol;

/// <summary>Starts the runner: a program of its own, so that no assembly of the caller comes between a notebook and its packages.</summary>
internal static class RunnerProcess
{
    /// <summary>How long its pipes are read after its end: a program that a cell started may hold them open.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Runs the runner to its end; it writes to this program's console, or to where the caller says.</summary>
    /// <param name="runner">Full path of the runner's assembly.</param>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Asks it to write what it has and end.</param>
    /// <param name="output">Receives what it writes, piece by piece; null for the console. Then <paramref name="error"/> is null too.</param>
    /// <param name="error">Receives its errors.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(
        string runner, NotebookRequest request, CancellationToken cancellationToken, Action<string>? output = null, Action<string>? error = null)
    {
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = output is not null,
            RedirectStandardError = error is not null,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(runner);
        start.ArgumentList.Add(request.ToString());
        using var process = Process.Start(start)!;

        // The runner stops when its standard input ends: by this, or because this program is no more.
        using (cancellationToken.Register(process.StandardInput.Close))
        {
            using var late = new CancellationTokenSource();
            var passing = Task.WhenAll(
                output is null ? Task.CompletedTask : PassAsync(process.StandardOutput, output, late.Token),
                error is null ? Task.CompletedTask : PassAsync(process.StandardError, error, late.Token));
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            late.CancelAfter(s_patience);
            await passing.ConfigureAwait(false);
        }

        return process.ExitCode;
    }

    private static async Task PassAsync(StreamReader reader, Action<string> receive, CancellationToken late)
    {
        var buffer = new char[4096];
        try
        {
            // Not every system can end a read of a pipe: then at least nobody waits for it.
            while (await reader.ReadAsync(buffer, late).AsTask().WaitAsync(late).ConfigureAwait(false) is > 0 and var count)
            {
                receive(new string(buffer, 0, count));
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return;
        }
    }
}
