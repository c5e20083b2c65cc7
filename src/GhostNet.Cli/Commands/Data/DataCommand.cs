namespace GhostNet.Cli.Commands.Data;

/// <summary><c>ghostnet data</c>: fetches, checks, describes and shows data sets.</summary>
internal sealed class DataCommand : CommandBase
{
    /// <summary>Creates the command and its parts.</summary>
    public DataCommand()
        : base("data", "Fetch, verify, describe and show data sets.", "data info")
    {
        Subcommands.Add(new DataFetchCommand());
        Subcommands.Add(new DataVerifyCommand());
        Subcommands.Add(new DataInfoCommand());
        Subcommands.Add(new DataShowCommand());
    }
}
