using System.Diagnostics;

namespace GhostNet.Notebooks.Starting;

/// <summary>Starts the runner: a program of its own, so that no assembly of the caller comes between a notebook and its packages.</summary>
internal static class RunnerProcess
{
    /// <summary>Runs the runner to its end; it writes to this program's console.</summary>
    /// <param name="runner">Full path of the runner's assembly.</param>
    /// <param name="request">What to do.</param>
    /// <param name="cancellationToken">Asks it to write what it has and end.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(string runner, NotebookRequest request, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetHost.Path) { RedirectStandardInput = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(runner);
        start.ArgumentList.Add(request.ToString());
        using var process = Process.Start(start)!;

        // The runner stops when its standard input ends: by this, or because this program is no more.
        using (cancellationToken.Register(process.StandardInput.Close))
        {
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return process.ExitCode;
    }
}
