namespace GhostNet.Cli.Commands.Notebooks;

/// <summary><c>ghostnet notebooks</c>: runs and shows notebooks where no notebook host is installed, and names them.</summary>
internal sealed class NotebooksCommand : CommandBase
{
    /// <summary>Creates the command and its parts.</summary>
    public NotebooksCommand()
        : base("notebooks", "Run notebooks (.ipynb, .dib) in C# and F# with nothing but the SDK, show them in a browser, list them, or build them.", "notebooks serve", "notebooks run notebooks")
    {
        Subcommands.Add(new NotebooksRunCommand());
        Subcommands.Add(new NotebooksServeCommand());
        Subcommands.Add(new NotebooksListCommand());
        Subcommands.Add(new NotebooksBuildCommand());
    }
}
