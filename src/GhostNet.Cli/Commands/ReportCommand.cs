using System.CommandLine;
using GhostNet.Cli.Forms;
using GhostNet.Cli.Reports;
using GhostNet.Cli.Runs;

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

    private readonly Option<string?> _beside = new("--beside")
    {
        Description = "The folder of a second training, or a checkpoint of it, that the page shows beside the first: both curves, what came of both, and in what they differ.",
        HelpName = "RUN",
    };

    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<bool> _forms = new("--forms") { Description = "Measure size, accuracy and speed of each form of the network on this machine: TorchSharp, ONNX, and ONNX in 8-bit numbers." };
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public ReportCommand()
        : base(
            "report",
            "Write the page and the picture of a training again, from an evaluation of its best checkpoint; if you like with a second training beside it.",
            "report",
            "report runs/20261124-081500",
            "report runs/20261124-081500 --beside runs/20261125-190000",
            "report runs/20261124-081500 --data DIR --json",
            "report --forms")
    {
        Arguments.Add(_run);
        Options.Add(_beside);
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

        var training = ReportedTraining.Read(run, arguments.GetValue(_run), arguments.GetValue(_data), terminal, arguments.GetValue(_threads), measuresForms: arguments.GetValue(_forms));
        var other = arguments.GetValue(_beside) is { } beside
            ? ReportedTraining.Read(RunFolder.Find(beside), beside, arguments.GetValue(_data), terminal, arguments.GetValue(_threads), other: training)
            : null;
        training.Report(other).Write(run);

        var (checkpoint, forms) = (training.Checkpoint, training.Page.Forms);
        var report = new Report(checkpoint.Path, checkpoint.Epoch, checkpoint.Options.Epochs, Path.GetFullPath(run.Page), Path.GetFullPath(run.Picture), other?.Checkpoint.Path, forms);
        terminal.Result(report, () =>
        {
            terminal.Writer.WriteLine($"From {checkpoint.Path}, {NumberFormat.Count(report.EpochsDone)} of {NumberFormat.Count(report.Epochs)} epochs done{(other is null ? "" : $", beside {other.Checkpoint.Path}")}:");
            terminal.Writer.WriteLine($"  page with the curves  {run.Page}");
            terminal.Writer.WriteLine($"  picture               {run.Picture}");
            if (forms.Count > 0)
            {
                FormTable.Show(terminal, forms);
            }
        });
        return ExitCode.Good;
    }

    internal sealed record Report(string Checkpoint, int EpochsDone, int Epochs, string Page, string Picture, string? Beside, IReadOnlyList<Form> Forms);
}
