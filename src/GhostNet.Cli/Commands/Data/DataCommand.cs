namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data</c>: fetches, checks and describes data sets.</summary>
internal sealed class DataCommand : CommandBase
{
    /// <summary>Creates the command and its three parts.</summary>
    public DataCommand()
        : base("data", "Fetch, verify and describe data sets.", "data info")
    {
        Subcommands.Add(new DataFetchCommand());
        Subcommands.Add(new DataVerifyCommand());
        Subcommands.Add(new DataInfoCommand());
    }
}
