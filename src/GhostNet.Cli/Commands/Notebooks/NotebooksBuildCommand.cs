using System.CommandLine;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Commands.Notebooks;

/// <summary><c>ghostnet notebooks build</c>: makes a C# and an F# notebook of each document that holds both.</summary>
internal sealed class NotebooksBuildCommand : CommandBase
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Documents (.dib) with each step in both languages, or folders that hold them. Default: notebooks/source.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [Path.Combine("notebooks", "source")],
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder that gets csharp/NAME.ipynb and fsharp/NAME.ipynb; outputs that these had are gone. Default: notebooks.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "notebooks",
    };

    /// <summary>Creates the command.</summary>
    public NotebooksBuildCommand()
        : base("build", "Make a C# and an F# notebook, without outputs, of each document that holds both.", "notebooks build")
    {
        Arguments.Add(_paths);
        Options.Add(_out);
        SetAction((arguments, _) => NotebookProcess.StartAsync(new NotebookRequest
        {
            Build = true,
            Paths = arguments.GetValue(_paths)!,
            Output = Path.GetFullPath(arguments.GetValue(_out)!),
        }));
    }
}
