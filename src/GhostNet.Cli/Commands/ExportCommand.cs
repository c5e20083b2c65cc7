using System.CommandLine;
using GhostNet.Cli.Runs;
using GhostNet.Onnx;
using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet export</c>: takes a trained model to other programs.</summary>
internal sealed class ExportCommand : CommandBase
{
    private static readonly string[] s_formats = ["onnx", "safetensors", "pth"];

    private readonly Argument<string?> _checkpoint = SharedOptions.CheckpointArgument();
    private readonly WeightChoice _weights = new();
    private readonly Option<string?> _format = new("--format")
    {
        Description = "onnx: the network, ready to run elsewhere. safetensors, pth: its weights, for PyTorch. Default: by the ending of FILE.",
        HelpName = string.Join('|', s_formats),
    };

    private readonly Option<string> _out = new("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _noFold = new("--no-fold")
    {
        Description = "Keep batch normalisation as operators of its own rather than within the convolutions (onnx only).",
    };

    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public ExportCommand()
        : base(
            "export",
            "Write a trained model for other programs: ONNX, safetensors or a PyTorch checkpoint.",
            "export --out ghostnet.onnx",
            "export runs/20261124-081500 --out weights.safetensors",
            "export best.safetensors --format pth --out ghostnet.bin",
            "export --weights ghostnetv2_1x.pth --model ghostnetv2_100 --out ghostnetv2.onnx")
    {
        _format.AcceptOnlyFromAmong(s_formats);
        Arguments.Add(_checkpoint);
        _weights.AddTo(this);
        Options.Add(_format);
        Options.Add(_out);
        Options.Add(_noFold);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var path = arguments.GetRequiredValue(_out);
        var format = arguments.GetValue(_format) ?? FormatOf(path);
        var fold = !arguments.GetValue(_noFold);
        if (!fold && format != "onnx")
        {
            throw new UsageException($"--no-fold is for onnx: weights written as {format} are never folded.");
        }

        SharedOptions.Prepare(threads: null);
        using var classifier = _weights.Open(arguments, arguments.GetValue(_checkpoint));
        var (model, data) = (classifier.Model, classifier.Data);
        var description = data.Describe(model);
        switch (format)
        {
            case "onnx":
                model.ExportOnnx(path, new OnnxOptions { FoldBatchNorm = fold, Description = description });
                break;
            case "safetensors":
                Safetensors.Write(path, model.state_dict(), description);
                break;
            default:
                PyTorchCheckpoint.Write(path, model.state_dict(), description);
                break;
        }

        var report = new Report(classifier.Source, format, Path.GetFullPath(path), new FileInfo(path).Length, data.ClassNames);
        terminal.Result(report, () => Show(terminal, report, data));
        return ExitCode.Good;
    }

    private static void Show(Terminal terminal, Report report, TrainingData data)
    {
        terminal.Writer.WriteLine($"{report.Checkpoint} → {report.File} ({report.Format}, {NumberFormat.Number(report.Bytes / 1e6, "F1")} MB)");
        if (report.Format == "onnx")
        {
            terminal.Writer.WriteLine($"Input: images [batch, {data.Channels}, height, width], scaled to 0..1 and normalised by mean and std (in the metadata).");
            terminal.Writer.WriteLine($"Output: logits [batch, {data.ClassNames.Count}]; the names of the classes are in the metadata.");
        }
    }

    private static string FormatOf(string path) => Path.GetExtension(path).TrimStart('.').ToLowerInvariant() is var ending && s_formats.Contains(ending)
        ? ending
        : throw new UsageException($"{path} ends with no format that is known: say --format {string.Join(" or ", s_formats)}.");

    internal sealed record Report(string Checkpoint, string Format, string File, long Bytes, IReadOnlyList<string> ClassNames);
}
