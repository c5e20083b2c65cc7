using System.CommandLine;
using GhostNet.Inspection;
using GhostNet.Models;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet models</c>: every network that can be named, and how large it is.</summary>
internal sealed class ModelsCommand : CommandBase
{
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public ModelsCommand()
        : base("models", "List the networks that --model can name: parameters, multiply-adds, input size, published weights.", "models", "models --json")
    {
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        SharedOptions.Prepare(threads: null);
        var rows = ModelRegistry.All.Select(Measure).ToList();
        terminal.Result(new Report(rows), () => Show(terminal, rows));
        return ExitCode.Good;
    }

    private static Network Measure(ModelEntry entry)
    {
        using var model = ModelRegistry.Create(entry.Name);
        var summary = ModelSummary.Of(model, 1, model.InputChannels, entry.Height, entry.Width);
        return new Network(
            entry.Name, entry.Description, summary.Parameters, summary.MultiplyAdds, [model.InputChannels, entry.Height, entry.Width], model.Classes, [.. entry.Weights.Select(weights => weights.About)]);
    }

    private static void Show(Terminal terminal, List<Network> rows)
    {
        var table = new Table().AddColumns("name", "parameters", "multiply-adds", Markup.Escape("input [C, H, W]"), "classes", "what it is, and published weights");
        foreach (var column in table.Columns.SkipLast(1))
        {
            column.NoWrap();
        }

        foreach (var column in table.Columns.Skip(1).SkipLast(1))
        {
            column.RightAligned();
        }

        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Name),
                $"{NumberFormat.Number(row.Parameters / 1e6, "F2")} M",
                $"{NumberFormat.Number(row.MultiplyAdds / 1e6, "F1")} M",
                Markup.Escape($"[{string.Join(", ", row.Input)}]"),
                NumberFormat.Count(row.Classes),
                Markup.Escape(row.Description) + string.Concat(row.Weights.Select(weights => $"\nweights: {Markup.Escape(weights)}")));
        }

        terminal.Console.Write(table);
        terminal.Writer.WriteLine("Multiply-adds of one image in training: convolutions and linear layers. GhostNetV3 predicts with fewer, for its convolutions are merged then: ghostnetv3_100 with 167 M. "
            + "To train one: ghostnet train --model NAME");
    }

    internal sealed record Network(
        string Name,
        string Description,
        long Parameters,
        long MultiplyAdds,
        IReadOnlyList<int> Input,
        int Classes,
        IReadOnlyList<string> Weights);

    internal sealed record Report(IReadOnlyList<Network> Models);
}
