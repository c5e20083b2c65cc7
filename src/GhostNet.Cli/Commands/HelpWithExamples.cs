using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GhostNet.Cli.Commands;

/// <summary>Prints the usual help of a command, then its examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is CommandBase one
            ? one.Examples
            : command.Subcommands.OfType<CommandBase>().SelectMany(subcommand => subcommand.Examples.Take(1));
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  ghostnet {example}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes: 0 good, 1 failed or stopped, 2 wrong usage.");
        return code;
    }
}
