using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Processes;

/// <summary>
/// Starts the notebook runner. It is a program in a folder of its own, because a notebook brings its own GhostNet and
/// TorchSharp, which must not meet those of this program.
/// </summary>
internal static class NotebookProcess
{
    private static readonly string s_runner = Path.Combine(AppContext.BaseDirectory, "notebook-runner", "GhostNet.Notebooks.dll");

    /// <summary>Does what is asked for.</summary>
    /// <param name="request">The request.</param>
    /// <returns>An exit code.</returns>
    public static async Task<int> StartAsync(NotebookRequest request)
    {
        RequireRunner();

        // At Ctrl-C the runner hears it too, writes what it has, and this program ends when the runner has.
        using var signals = new StopSignals(onFirst: () => { });
        var code = await RunnerProcess.RunAsync(s_runner, request, signals.Token).ConfigureAwait(false);
        return code == 0 ? ExitCode.Good : ExitCode.Failed;
    }

    /// <summary>Does what is asked for, and gives what the runner writes to the caller.</summary>
    /// <param name="request">The request.</param>
    /// <param name="output">Receives what it writes, piece by piece.</param>
    /// <param name="error">Receives its errors.</param>
    /// <param name="cancellationToken">Asks it to write what it has and end.</param>
    /// <returns>True when all went well.</returns>
    public static async Task<bool> StartAsync(NotebookRequest request, Action<string> output, Action<string> error, CancellationToken cancellationToken)
    {
        RequireRunner();
        return await RunnerProcess.RunAsync(s_runner, request, cancellationToken, output, error).ConfigureAwait(false) == 0;
    }

    /// <summary>What the runner wrote about an error, without the word that begins the line.</summary>
    /// <param name="error">What it wrote.</param>
    public static string Reason(string error) => error.Trim() is var text && text.StartsWith("error: ", StringComparison.Ordinal) ? text[7..] : text;

    private static void RequireRunner()
    {
        if (!File.Exists(s_runner))
        {
            throw new FileNotFoundException($"{s_runner} is missing. Reinstall ghostnet.");
        }
    }
}
