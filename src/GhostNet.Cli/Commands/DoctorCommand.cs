using System.CommandLine;
using GhostNet.Cli.Checks;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet doctor</c>: what this machine has, what it lacks, and the line that mends it.</summary>
internal sealed class DoctorCommand : CommandBase
{
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public DoctorCommand()
        : base(
            "doctor",
            "Check this machine: libtorch, devices, threads, data sets; and say how to mend what is missing.",
            "doctor",
            "doctor --json")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var results = SystemChecks.Run();
        var isGood = results.All(result => result.State != CheckState.Broken);
        terminal.Result(
            new Report(isGood, results),
            () =>
            {
                var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
                foreach (var result in results)
                {
                    table.AddRow(Mark(result.State), Markup.Escape(result.Name), Markup.Escape(result.Value));
                }

                terminal.Console.Write(table);
                foreach (var result in results.Where(result => result.Remedy is not null))
                {
                    terminal.Writer.WriteLine($"{result.Name}: {result.Remedy}");
                }

                terminal.Writer.WriteLine(isGood ? "Everything that training needs is here." : "Something is broken: see above.");
            });
        return isGood ? ExitCode.Good : ExitCode.Failed;
    }

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Good => "[green]ok[/]",
        CheckState.Absent => "[yellow]--[/]",
        _ => "[red]!![/]",
    };

    internal sealed record Report(bool Good, IReadOnlyList<CheckResult> Findings);
}
