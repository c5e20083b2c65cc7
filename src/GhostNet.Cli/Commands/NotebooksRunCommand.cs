using System.CommandLine;
using System.CommandLine.Parsing;
using GhostNet.Cli.Runs;
using GhostNet.Notebooks.Starting;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet notebooks run</c>: executes notebooks and writes them with their outputs, as .ipynb and as pages.</summary>
internal sealed class NotebooksRunCommand : ExampleCommand
{
    /// <summary>Long enough for a training in a cell, short enough that a night's run ends.</summary>
    private const double DefaultTimeout = 1800;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Notebooks, or folders that hold them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _language = NotebookOptions.Language();

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the notebooks with their outputs and for the pages. Default: artifacts/notebooks.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("artifacts", "notebooks"),
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "Longest time for one cell in seconds; 0 for no limit.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => DefaultTimeout,
    };

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
        _timeout.Validators.Add(result =>
        {
            if (SharedOptions.Parsed<double>(result) is { } seconds && !(seconds is >= 0 and <= 1e7))
            {
                result.AddError("--timeout must be a number of seconds, 0 for no limit.");
            }
        });
        _parameters.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--parameter {token.Value}: write NAME=VALUE.");
            }
        });
        Arguments.Add(_paths);
        Options.Add(_language);
        Options.Add(_out);
        Options.Add(_timeout);
        Options.Add(_parameters);
        SetAction((arguments, _) => RunAsync(arguments));
    }

    private Task<int> RunAsync(ParseResult arguments) => NotebookRunner.StartAsync(new NotebookRequest
    {
        Paths = arguments.GetValue(_paths)!,
        Language = arguments.GetValue(_language),
        Output = Path.GetFullPath(arguments.GetValue(_out)!),
        TimeoutSeconds = arguments.GetValue(_timeout),
        Parameters = arguments.GetValue(_parameters)!
            .Select(parameter => parameter.Split('=', 2))
            .GroupBy(words => words[0])
            .ToDictionary(group => group.Key, group => group.Last()[1]),
    });
}
