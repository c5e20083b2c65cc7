using System.CommandLine;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Commands.Notebooks;

/// <summary><c>ghostnet notebooks list</c>: names notebooks with their language and title.</summary>
internal sealed class NotebooksListCommand : CommandBase
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Notebooks, or folders that hold them. Default: notebooks.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ["notebooks"],
    };

    private readonly Option<string?> _language = NotebookOptions.Language();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public NotebooksListCommand()
        : base("list", "List notebooks with their language and title.", "notebooks list", "notebooks list notebooks --language csharp")
    {
        Arguments.Add(_paths);
        Options.Add(_language);
        Options.Add(_json);
        SetAction((arguments, _) => NotebookProcess.StartAsync(new NotebookRequest
        {
            List = true,
            Paths = arguments.GetValue(_paths)!,
            Language = NotebookOptions.RequireFolder(arguments.GetValue(_language), arguments.GetValue(_paths)!),
            Json = arguments.GetValue(_json),
        }));
    }
}
