using System.CommandLine;
using System.Text.Json;
using GhostNet.Inspection;
using GhostNet.Models;
using GhostNet.Weights;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet summary</c>: the layers of a network, their shapes, parameters and multiply-adds.</summary>
internal sealed class SummaryCommand : CommandBase
{
    private const int DefaultDepth = 3;

    private readonly ModelChoice _model = new();
    private readonly Option<int?> _classes = SharedOptions.Positive("--classes", "Number of classes. Default: the network's own, 10 or 1000.");
    private readonly Option<int?> _size = SharedOptions.Positive("--size", "Height and width of the images in pixels. Default: those that the network is made for, 32 or 224.");
    private readonly Option<int?> _channels = SharedOptions.Positive("--channels", "Channels of the images: 3 for colour, 1 for grey. Default: 3.");
    private readonly Option<int?> _depth = SharedOptions.Positive("--depth", $"How many levels of layers inside layers to show. Default: {DefaultDepth}.");
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public SummaryCommand()
        : base(
            "summary",
            "Show a network layer by layer: output shapes, parameters, multiply-adds.",
            "summary",
            "summary --model ghostnetv2_100",
            "summary --model ghostnet_tutorial --size 36 --json")
    {
        _model.AddTo(this);
        Options.Add(_classes);
        Options.Add(_size);
        Options.Add(_channels);
        Options.Add(_depth);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        SharedOptions.Prepare(threads: null);
        var entry = ModelRegistry.Find(_model.Name(arguments) ?? ModelChoice.Default);
        var spec = _model.Change(arguments, new ModelSpec(entry.Name, arguments.GetValue(_classes), arguments.GetValue(_channels)));
        var (height, width) = arguments.GetValue(_size) is { } size ? (size, size) : (entry.Height, entry.Width);
        using var model = ModelRegistry.Create(spec);
        if (Math.Min(height, width) < model.SmallestImage)
        {
            throw new UsageException($"{entry.Name} takes images of {model.SmallestImage}x{model.SmallestImage} pixels or more, not of {height}x{width}: raise {_size.Name}.");
        }

        var summary = ModelSummary.Of(model, 1, model.InputChannels, height, width);
        var layers = summary.Layers.Where(layer => layer.Depth <= (arguments.GetValue(_depth) ?? DefaultDepth)).ToList();
        terminal.Result(
            new Report(
                model.Spec.Name,
                model.Spec.Options,
                summary.InputShape,
                summary.Parameters,
                summary.TrainableParameters,
                summary.MultiplyAdds,
                [.. layers.Select(layer => new Row(layer.Path, layer.Type, layer.OutputShape, layer.Parameters, layer.MultiplyAdds, layer.MultiplyAddShare))]),
            () => Show(terminal, summary, layers));
        return ExitCode.Good;
    }

    private static void Show(Terminal terminal, ModelSummary summary, List<LayerSummary> layers)
    {
        var table = new Table().AddColumns("layer", "type", Markup.Escape("output [N, C, H, W]"), "parameters", "multiply-adds", "share");
        foreach (var column in table.Columns)
        {
            column.NoWrap();
        }

        foreach (var column in table.Columns.Skip(3))
        {
            column.RightAligned();
        }

        foreach (var layer in layers)
        {
            table.AddRow(
                new string(' ', 2 * (layer.Depth - 1)) + Markup.Escape(layer.Name),
                Markup.Escape(layer.Type),
                Markup.Escape($"[{string.Join(", ", layer.OutputShape)}]"),
                NumberFormat.Count(layer.Parameters),
                NumberFormat.Count(layer.MultiplyAdds),
                NumberFormat.Percent(layer.MultiplyAddShare, 1));
        }

        terminal.Console.Write(table);
        terminal.Writer.WriteLine($"Input [{string.Join(", ", summary.InputShape)}]: {NumberFormat.Count(summary.Parameters)} parameters, "
            + $"{NumberFormat.Count(summary.MultiplyAdds)} multiply-adds per image (convolutions and linear layers).");
    }

    internal sealed record Row(string Path, string Type, IReadOnlyList<long> OutputShape, long Parameters, long MultiplyAdds, double Share);

    internal sealed record Report(
        string Model,
        IReadOnlyDictionary<string, JsonElement> Options,
        IReadOnlyList<long> InputShape,
        long Parameters,
        long TrainableParameters,
        long MultiplyAdds,
        IReadOnlyList<Row> Layers);
}
