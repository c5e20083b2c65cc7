namespace GhostNet.Cli.Output;

/// <summary>What the tool returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Good = 0;

    /// <summary>Something failed or was stopped; the reason is on the standard error stream.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood or asks for something impossible.</summary>
    public const int Usage = 2;
}
