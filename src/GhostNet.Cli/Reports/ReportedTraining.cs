using GhostNet.Cli.Forms;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>A training that is read from its folder for a page.</summary>
/// <param name="Run">The folder.</param>
/// <param name="Source">Where its data come from.</param>
/// <param name="Data">Its images.</param>
/// <param name="Checkpoint">Its newest checkpoint.</param>
/// <param name="Page">What the page shows of it.</param>
internal sealed record ReportedTraining(RunFolder Run, DatasetSource Source, DatasetSplit Data, Checkpoint Checkpoint, TrainingReport Page)
{
    /// <summary>Reads a training, and evaluates its best checkpoint.</summary>
    /// <param name="run">The folder.</param>
    /// <param name="path">What the user named; null for the newest training.</param>
    /// <param name="folder">Where the data are now; null for where they were.</param>
    /// <param name="terminal">Where a download and broken pictures are reported.</param>
    /// <param name="threads">Threads for an operation; null for one per core.</param>
    /// <param name="measuresForms">Whether the forms of its network are measured.</param>
    /// <param name="other">Another training, whose images are taken when they are the same; null for none.</param>
    public static ReportedTraining Read(RunFolder run, string? path, string? folder, Terminal terminal, int? threads, bool measuresForms = false, ReportedTraining? other = null)
    {
        var checkpoint = run.NewestCheckpoint(path);
        if (other is not null && Path.GetFullPath(checkpoint.Path) == Path.GetFullPath(other.Checkpoint.Path))
        {
            throw new UsageException($"{path} is the training that the page is about: name another one to show beside it.");
        }

        var info = run.ReadInfo() ?? RunInfo.Of(checkpoint.Data);
        var source = info.Source(dataset: null, folder, limit: null) with { Like = checkpoint.Data };
        var data = other is not null && HaveSameImages(source, other.Source) ? other.Data : source.Load(terminal, CancellationToken.None);
        SharedOptions.Prepare(threads);
        using var model = RunFolder.Open(path).Checkpoint.CreateModel();
        var summary = ModelSummary.Of(model, 1, data.Train.Channels, data.Train.Height, data.Train.Width);
        var evaluation = data.Measured() is { } measured ? Evaluation.Run(model, measured, checkpoint.Options.EvaluationBatchSize) : null;
        var page = TrainingReport.Of(run, source, data, model, checkpoint.Options, checkpoint.History, summary, evaluation);
        if (measuresForms)
        {
            page = page with { Forms = new FormMeasurement(terminal, model, checkpoint.Data, data.Train, data.Measured()).All() };
        }

        return new ReportedTraining(run, source, data, checkpoint, page);
    }

    /// <summary>What the page shows.</summary>
    /// <param name="other">The training beside it; null for none.</param>
    public TrainingReport Report(ReportedTraining? other) => other is null ? Page : Page with
    {
        Beside = new BesideReport(Run.Name, other.Run.Name, other.Page.History, [.. other.Page.ModelFacts, .. other.Page.Settings], other.Page.Evaluation),
    };

    /// <summary>Whether two trainings have the same images in the same form.</summary>
    private static bool HaveSameImages(DatasetSource one, DatasetSource other) =>
        (one with { Like = null }) == (other with { Like = null })
        && one.Transform == other.Transform
        && one.Like!.ClassNames.SequenceEqual(other.Like!.ClassNames)
        && one.Like.Mean.SequenceEqual(other.Like.Mean)
        && one.Like.Std.SequenceEqual(other.Like.Std);
}
