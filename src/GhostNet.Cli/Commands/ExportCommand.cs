using System.CommandLine;
using GhostNet.Cli.Commands.Export;
using GhostNet.Cli.Forms;
using GhostNet.Cli.Runs;
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
    private readonly OnnxChoice _onnx = new();
    private readonly Option<bool> _half = new("--half") { Description = "Write weights in half precision, half as many bytes (safetensors only)." };
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public ExportCommand()
        : base(
            "export",
            "Write a trained model for other programs: ONNX, safetensors or a PyTorch checkpoint.",
            "export --out ghostnet.onnx",
            "export --int8 --out ghostnet.onnx",
            "export runs/20261124-081500 --out weights.safetensors",
            "export --half --out small.safetensors",
            "export best.safetensors --format pth --out ghostnet.bin",
            "export --weights ghostnetv2_1x.pth --model ghostnetv2_100 --out ghostnetv2.onnx")
    {
        _format.AcceptOnlyFromAmong(s_formats);
        Arguments.Add(_checkpoint);
        _weights.AddTo(this);
        Options.Add(_format);
        Options.Add(_out);
        _onnx.AddTo(this);
        Options.Add(_half);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var path = arguments.GetRequiredValue(_out);
        var format = arguments.GetValue(_format) ?? FormatOf(path);
        _onnx.Check(arguments, format);
        if (arguments.GetValue(_half) && format != "safetensors")
        {
            throw new UsageException($"--half is for safetensors: {format} is written in single precision.");
        }

        SharedOptions.Prepare(threads: null);
        var checkpoint = arguments.GetValue(_checkpoint);
        using var classifier = _weights.Open(arguments, checkpoint);
        var (model, data) = (classifier.Model, classifier.Data);
        var description = data.Describe(model);
        IReadOnlyList<Form> forms = [];
        switch (format)
        {
            case "onnx":
                forms = _onnx.Write(arguments, classifier, Source, path, terminal);
                break;
            case "safetensors":
                Safetensors.Write(path, model.state_dict(), description, arguments.GetValue(_half));
                break;
            default:
                PyTorchCheckpoint.Write(path, model.state_dict(), description);
                break;
        }

        var report = new Report(classifier.Source, format, Path.GetFullPath(path), new FileInfo(path).Length, data.ClassNames, forms);
        terminal.Result(report, () =>
        {
            terminal.Writer.WriteLine($"{report.Checkpoint} → {report.File} ({report.Format}, {NumberFormat.Number(report.Bytes / 1e6, "F1")} MB)");
            if (format == "onnx")
            {
                _onnx.Show(arguments, data, forms, terminal);
            }
        });
        return ExitCode.Good;

        DatasetSource Source(string? folder) => ((_weights.IsGiven(arguments) ? null : RunFolder.Find(checkpoint).ReadInfo()) ?? RunInfo.Of(classifier.Data))
            .Source(dataset: null, folder, limit: null);
    }

    private static string FormatOf(string path) => Path.GetExtension(path).TrimStart('.').ToLowerInvariant() is var ending && s_formats.Contains(ending)
        ? ending
        : throw new UsageException($"{path} ends with no format that is known: say --format {string.Join(" or ", s_formats)}.");

    internal sealed record Report(string Checkpoint, string Format, string File, long Bytes, IReadOnlyList<string> ClassNames, IReadOnlyList<Form> Forms);
}
