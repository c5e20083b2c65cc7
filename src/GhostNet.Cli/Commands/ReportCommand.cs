using System.CommandLine;
using GhostNet.Cli.Forms;
using GhostNet.Cli.Reports;
using GhostNet.Cli.Runs;
using GhostNet.Inspection;
using GhostNet.Metrics;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet report</c>: writes the page and the picture of a training again.</summary>
internal sealed class ReportCommand : CommandBase
{
    private readonly Argument<string?> _run = new("run")
    {
        Description = "The folder of a training, finished or not. Default: the newest training under runs.",
        HelpName = "RUN",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _forms = new("--forms") { Description = "Measure size, accuracy and speed of each form of the network on this machine: TorchSharp, ONNX, and ONNX in 8-bit numbers." };
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public ReportCommand()
        : base(
            "report",
            "Write the page and the picture of a training again, from an evaluation of its best checkpoint.",
            "report",
            "report runs/20261124-081500",
            "report runs/20261124-081500 --data DIR --json",
            "report --forms")
    {
        Arguments.Add(_run);
        Options.Add(_data);
        Options.Add(_forms);
        Options.Add(_threads);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        var run = RunFolder.Find(arguments.GetValue(_run));
        if (run.HasInfo)
        {
            // A training that was killed while it wrote its page leaves an unfinished file, and nobody else would delete it.
            RunLock.TryTake(run)?.Dispose();
        }

        var checkpoint = run.NewestCheckpoint(arguments.GetValue(_run));
        var info = run.ReadInfo() ?? RunInfo.Of(checkpoint.Data);
        var source = info.Source(dataset: null, arguments.GetValue(_data), limit: null) with { Like = checkpoint.Data };
        var data = source.Load(terminal, CancellationToken.None);
        SharedOptions.Prepare(arguments.GetValue(_threads));
        using var model = RunFolder.Open(arguments.GetValue(_run)).Checkpoint.CreateModel();
        var summary = ModelSummary.Of(model, 1, data.Train.Channels, data.Train.Height, data.Train.Width);
        var evaluation = data.Measured() is { } measured ? Evaluation.Run(model, measured, checkpoint.Options.EvaluationBatchSize) : null;
        var forms = arguments.GetValue(_forms) ? new FormMeasurement(terminal, model, checkpoint.Data, data.Train, data.Measured()).All() : [];
        (TrainingReport.Of(run, source, data, model, checkpoint.Options, checkpoint.History, summary, evaluation) with { Forms = forms }).Write(run);

        var report = new Report(checkpoint.Path, checkpoint.Epoch, checkpoint.Options.Epochs, Path.GetFullPath(run.Page), Path.GetFullPath(run.Picture), forms);
        terminal.Result(report, () =>
        {
            terminal.Writer.WriteLine($"From {checkpoint.Path}, {NumberFormat.Count(report.EpochsDone)} of {NumberFormat.Count(report.Epochs)} epochs done:");
            terminal.Writer.WriteLine($"  page with the curves  {run.Page}");
            terminal.Writer.WriteLine($"  picture               {run.Picture}");
            if (forms.Count > 0)
            {
                FormTable.Show(terminal, forms);
            }
        });
        return ExitCode.Good;
    }

    internal sealed record Report(string Checkpoint, int EpochsDone, int Epochs, string Page, string Picture, IReadOnlyList<Form> Forms);
}
