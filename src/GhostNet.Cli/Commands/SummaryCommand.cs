using System.CommandLine;
using System.Text.Json;
using GhostNet.Conversion;
using GhostNet.Inspection;
using GhostNet.Models;
using GhostNet.Weights;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet summary</c>: the layers of a network, their shapes, parameters and multiply-adds.</summary>
internal sealed class SummaryCommand : CommandBase
{
    private const int DefaultDepth = 3, DefaultRatio = 2, DefaultDwSize = 3;

    private readonly ModelChoice _model = new();
    private readonly Option<int?> _classes = SharedOptions.Positive("--classes", "Number of classes. Default: the network's own, 10 or 1000.");
    private readonly Option<int?> _size = SharedOptions.Positive("--size", "Height and width of the images in pixels. Default: those that the network is made for, 32 or 224.");
    private readonly Option<int?> _channels = SharedOptions.Positive("--channels", "Channels of the images: 3 for colour, 1 for grey. Default: 3.");
    private readonly Option<int?> _depth = SharedOptions.Positive("--depth", $"How many levels of layers inside layers to show. Default: {DefaultDepth}.");
    private readonly Option<int?> _ghostify = SharedOptions.Whole("--ghostify", "Put Ghost modules in the place of the convolutions, and show what that saves. Default for RATIO, the maps per intrinsic map: 2.", 2, value: "RATIO");
    private readonly Option<int?> _dwSize = SharedOptions.Whole("--dw-size", "With --ghostify, the kernel of the cheap operation. Default: 3.", value: "1|3|5|7");
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public SummaryCommand()
        : base(
            "summary",
            "Show a network layer by layer: output shapes, parameters, multiply-adds.",
            "summary",
            "summary --model ghostnetv2_100",
            "summary --model vgg16 --ghostify",
            "summary --model ghostnet_tutorial --size 36 --json")
    {
        _dwSize.Refuse(static word => word is "1" or "3" or "5" or "7" ? null : $"'{word}' is no size of a kernel here; write 1, 3, 5 or 7.");
        _ghostify.Arity = ArgumentArity.ZeroOrOne;
        var parse = _ghostify.CustomParser!;
        _ghostify.CustomParser = result => result.Tokens.Count == 0 ? null : parse(result);
        _model.AddTo(this);
        Options.Add(_classes);
        Options.Add(_size);
        Options.Add(_channels);
        Options.Add(_depth);
        Options.Add(_ghostify);
        Options.Add(_dwSize);
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

        var ghosts = Ghostified(arguments, model, height, width);
        var summary = ghosts?.After ?? ModelSummary.Of(model, 1, model.InputChannels, height, width);
        var layers = summary.Layers.Where(layer => layer.Depth <= (arguments.GetValue(_depth) ?? DefaultDepth)).ToList();
        terminal.Result(
            new Report(
                model.Spec.Name,
                model.Spec.Options,
                summary.InputShape,
                summary.Parameters,
                summary.TrainableParameters,
                summary.MultiplyAdds,
                [.. layers.Select(layer => new Row(layer.Path, layer.Type, layer.OutputShape, layer.Parameters, layer.MultiplyAdds, layer.MultiplyAddShare))],
                ghosts?.Before.Parameters,
                ghosts?.Before.MultiplyAdds,
                ghosts?.Layers),
            () =>
            {
                if (ghosts is null)
                {
                    Show(terminal, summary, layers);
                }
                else
                {
                    terminal.Writer.WriteLine(ghosts);
                }
            });
        return ExitCode.Good;
    }

    /// <summary>What Ghost modules in the place of its convolutions save, if the command line asks for them.</summary>
    private GhostifyResult? Ghostified(ParseResult arguments, ImageClassifier model, int height, int width)
    {
        if (arguments.GetResult(_ghostify) is not { Implicit: false })
        {
            return arguments.GetValue(_dwSize) is null ? null : throw new UsageException($"{_dwSize.Name} would have no effect without {_ghostify.Name}.");
        }

        if (arguments.GetValue(_depth) is not null && !arguments.GetValue(_json))
        {
            throw new UsageException($"{_depth.Name} would have no effect: {_ghostify.Name} shows each convolution.");
        }

        try
        {
            return Ghostify.Convolutions(model, [1, model.InputChannels, height, width], arguments.GetValue(_ghostify) ?? DefaultRatio, arguments.GetValue(_dwSize) ?? DefaultDwSize);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(
                $"{_ghostify.Name}: {ErrorReporter.Describe(exception)} Of the networks here, it works with vgg16, resnet56 and mobilenet_v3_small: name one with --model.");
        }
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
        IReadOnlyList<Row> Layers,
        long? ParametersBefore,
        long? MultiplyAddsBefore,
        IReadOnlyList<GhostifiedLayer>? Ghostified);
}
