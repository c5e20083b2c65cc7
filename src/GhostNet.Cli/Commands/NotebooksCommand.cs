namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet notebooks</c>: runs notebooks where no notebook host is installed, and names them.</summary>
internal sealed class NotebooksCommand : ExampleCommand
{
    /// <summary>Creates the command and its two parts.</summary>
    public NotebooksCommand()
        : base("notebooks", "Run notebooks (.ipynb, .dib) in C# and F# with nothing but the SDK, or list them.", "notebooks run notebooks")
    {
        Subcommands.Add(new NotebooksRunCommand());
        Subcommands.Add(new NotebooksListCommand());
    }
}
