using System.CommandLine;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Commands.Notebooks;

/// <summary><c>ghostnet notebooks run</c>: executes notebooks and writes them with their outputs, as .ipynb and as pages.</summary>
internal sealed class NotebooksRunCommand : CommandBase
{
    /// <summary>Long enough for a training in a cell, short enough that a night's run ends.</summary>
    private const double DefaultTimeout = 1800;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Notebooks, or folders that hold them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _language = NotebookOptions.Language();
    private readonly Option<string> _out = NotebookOptions.Out();

    private readonly Option<double?> _timeout = SharedOptions.Number(
        "--timeout", FormattableString.Invariant($"Longest time for one cell in seconds; 0 for no limit. Default: {DefaultTimeout}."), 0, 1e7, "SECONDS");

    private readonly Option<string[]> _parameters = new("--parameter", "-p")
    {
        Description = "A value for the cell tagged \"parameters\"; may be given several times.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Creates the command.</summary>
    public NotebooksRunCommand()
        : base(
            "run",
            "Run notebooks cell by cell; write them with their outputs, and as HTML pages that need nothing else.",
            "notebooks run notebooks",
            "notebooks run notebooks --language fsharp --timeout 600",
            "notebooks run training.ipynb --parameter epochs=2 --out results")
    {
        _parameters.Refuse(text => text.IndexOf('=', StringComparison.Ordinal) < 1 ? $"'{text}' is not of the form NAME=VALUE." : null);
        Arguments.Add(_paths);
        Options.Add(_language);
        Options.Add(_out);
        Options.Add(_timeout);
        Options.Add(_parameters);
        SetAction((arguments, _) => RunAsync(arguments));
    }

    private Task<int> RunAsync(ParseResult arguments) => NotebookProcess.StartAsync(new NotebookRequest
    {
        Paths = arguments.GetValue(_paths)!,
        Language = NotebookOptions.RequireFolder(arguments.GetValue(_language), arguments.GetValue(_paths)!),
        Output = NotebookOptions.RequireOut(arguments.GetValue(_out)!),
        TimeoutSeconds = arguments.GetValue(_timeout) ?? DefaultTimeout,
        Parameters = arguments.GetValue(_parameters)!
            .Select(parameter => parameter.Split('=', 2))
            .GroupBy(words => words[0])
            .ToDictionary(group => group.Key, group => group.Last()[1]),
    });
}
