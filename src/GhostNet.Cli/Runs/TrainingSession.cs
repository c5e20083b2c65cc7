using System.Globalization;
using GhostNet.Cli.Reports;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Interactive.Charts;
using GhostNet.Models;
using GhostNet.Storage;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>One training from the first step, or from a checkpoint, to the page with its curves.</summary>
/// <param name="terminal">Where to tell about it.</param>
/// <param name="run">Where everything is written.</param>
/// <param name="info">What the data are.</param>
/// <param name="source">Where the data come from.</param>
internal sealed class TrainingSession(Terminal terminal, RunFolder run, RunInfo info, DatasetSource source)
{
    /// <summary>A line of the log each so many steps.</summary>
    private const int LogInterval = 10;

    /// <summary>Trains, evaluates and writes the report.</summary>
    /// <param name="trainer">The trainer, which the caller disposes.</param>
    /// <param name="model">Its model.</param>
    /// <param name="data">The images.</param>
    /// <param name="checkpoints">When to write checkpoints.</param>
    /// <param name="isQuiet">Whether to show no progress.</param>
    public TrainingResult Run(Trainer trainer, GhostNetV1 model, DatasetSplit data, ModelCheckpoint checkpoints, bool isQuiet)
    {
        var summary = ModelSummary.Of(model, 1, data.Train.Channels, data.Train.Height, data.Train.Width);
        var monitor = new LossMonitor(LogInterval, run.Log, TextWriter.Null);
        TrainingCallback[] callbacks = [monitor, new CsvLogger(run.Csv), checkpoints];
        TrainingHistory history;
        if (isQuiet)
        {
            history = trainer.Fit(data.Train, data.Test, callbacks);
        }
        else if (terminal.IsInteractive)
        {
            var progress = new BarProgress(terminal.Console);
            history = progress.Run(() => trainer.Fit(data.Train, data.Test, [.. callbacks, progress]));
        }
        else
        {
            history = trainer.Fit(data.Train, data.Test, [.. callbacks, new LineProgress(terminal.Writer)]);
        }

        // Whoever interrupts a training does not want to wait for an evaluation.
        var evaluation = history.Outcome == TrainingOutcome.Completed ? Evaluation.Run(model, data.Test, trainer.Options.EvaluationBatchSize) : null;
        WriteReport(trainer, model, data, summary, evaluation);
        return TrainingResult.Of(run, source, data, trainer, summary);
    }

    private void WriteReport(Trainer trainer, GhostNetV1 model, DatasetSplit data, ModelSummary summary, Evaluation? evaluation)
    {
        var report = new TrainingReport(
            source.Title,
            data.Test,
            string.Create(CultureInfo.InvariantCulture, $"GhostNet, {info.Preset ?? "own"} preset, width {model.Config.Width}"),
            trainer.History,
            summary,
            TrainingFacts.Of(model.Config, info.Preset),
            TrainingFacts.Of(trainer.Options, source, data.Train),
            evaluation,
            $"Written by ghostnet {typeof(Trainer).Assembly.GetName().Version?.ToString(3)} in {Path.GetFullPath(run.Folder)}");
        AtomicFile.Write(run.Page, stream => Write(stream, CurvesPage.Write(report)));
        AtomicFile.Write(run.Picture, stream => Write(stream, TrainingCharts.Picture(report.History, report.Title)));
    }

    private static void Write(Stream stream, string text)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    }
}
