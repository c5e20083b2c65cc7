namespace GhostNet.Notebooks.Host;

/// <summary>The process in which cells run has ended while one ran.</summary>
/// <param name="exitCode">Its exit code, if it has one.</param>
internal sealed class HostEndedException(int? exitCode) : Exception
{
    /// <summary>Its exit code; on Unix, 128 and the number of the signal that ended it. Null when it only closed its output.</summary>
    public int? ExitCode { get; } = exitCode;
}
