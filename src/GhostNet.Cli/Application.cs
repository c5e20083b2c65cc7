using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using GhostNet.Cli.Commands;
using GhostNet.Cli.Commands.Data;
using GhostNet.Cli.Commands.Notebooks;
using GhostNet.Runtime;

namespace GhostNet.Cli;

/// <summary>The tool <c>ghostnet</c>: parses the command line, runs one command, turns what happened into an exit code.</summary>
internal static class Application
{
    /// <summary>Runs the tool.</summary>
    /// <param name="args">The command line without the program's name.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Show the stack trace of an error.", Recursive = true };
        var root = new RootCommand("GhostNet for .NET: train, evaluate and use small, fast image classifiers.")
        {
            new TrainCommand(),
            new EvaluateCommand(),
            new ReportCommand(),
            new PredictCommand(),
            new ExportCommand(),
            new SummaryCommand(),
            new ModelsCommand(),
            new DataCommand(),
            new NotebooksCommand(),
            new DoctorCommand(),
            verbose,
        };
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option)
        {
            option.Action = new HelpWithExamples(help);
        }

        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,

            // Training decides by itself what a signal does: it finishes its step and writes a checkpoint.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count > 0)
        {
            return WrongUsage.Report(parsed, configuration);
        }

        Terminal.ResultTypes = CommandJson.Default;
        CompilationProfile.Use("ghostnet-" + parsed.CommandResult.Command.Name);
        Libtorch.Tune();
        try
        {
            RefuseEmptyArguments(parsed.CommandResult);
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ErrorReporter.Report(exception, parsed.GetValue(verbose));
        }
    }

    /// <summary>An empty argument usually comes from a shell variable that was not set; no file or folder has an empty name.</summary>
    private static void RefuseEmptyArguments(CommandResult command)
    {
        if (command.Children.FirstOrDefault(part => part.Tokens.Any(token => token.Value.Length == 0)) is { } empty)
        {
            throw new UsageException($"{(empty is OptionResult option ? option.Option.Name : "an argument")} is empty: give it a value or leave it out.");
        }
    }
}
