using GhostNet.Cli.Reports;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Cli.Commands.Train;

/// <summary>One training from the first step, or from a checkpoint, to the page with its curves.</summary>
/// <param name="terminal">Where to tell about it.</param>
/// <param name="taken">Where everything is written.</param>
/// <param name="source">Where the data come from.</param>
internal sealed class TrainingSession(Terminal terminal, RunLock taken, DatasetSource source)
{
    /// <summary>Steps per line of the log.</summary>
    private const int LogInterval = 10;

    /// <summary>Trains, evaluates and writes the report.</summary>
    /// <param name="trainer">The trainer, which the caller disposes.</param>
    /// <param name="model">Its model.</param>
    /// <param name="data">The images.</param>
    /// <param name="others">What else is called: when to write checkpoints, when to end early.</param>
    /// <param name="isQuiet">Whether to show no progress.</param>
    public TrainingResult Run(Trainer trainer, ImageClassifier model, DatasetSplit data, IEnumerable<TrainingCallback> others, bool isQuiet)
    {
        var run = taken.Run;
        var summary = ModelSummary.Of(model, 1, data.Train.Channels, data.Train.Height, data.Train.Width);
        var monitor = new LossMonitor(LogInterval, run.Log, TextWriter.Null);
        TrainingCallback[] callbacks = [taken, monitor, new CsvLogger(run.Csv), .. others];
        TrainingHistory history;
        if (isQuiet)
        {
            history = trainer.Fit(data.Train, data.Validation, callbacks);
        }
        else if (terminal.IsInteractive)
        {
            var progress = new BarProgress(terminal.Console);
            history = progress.Run(() => trainer.Fit(data.Train, data.Validation, [.. callbacks, progress]));
        }
        else
        {
            history = trainer.Fit(data.Train, data.Validation, [.. callbacks, new LineProgress(terminal.Writer)]);
        }

        var evaluation = history.Outcome is TrainingOutcome.Completed or TrainingOutcome.Stopped ? Test(run, model, data, trainer.Options) : null;
        TrainingReport.Of(run, source, data, model, trainer.Options, history, summary, evaluation).Write(run);
        return TrainingResult.Of(run, source, data, trainer, summary, evaluation);
    }

    /// <summary>
    /// The one look at the test images, or where there are none another at the validation images: at the end, with the weights that the validation has chosen. Not after an interruption, for then the training is not over.
    /// </summary>
    private static Evaluation? Test(RunFolder run, ImageClassifier model, DatasetSplit data, TrainingOptions options)
    {
        if (data.Measured() is not { } measured)
        {
            return null;
        }

        using var best = data.Validation is not null && File.Exists(run.Best) ? Checkpoint.Read(run.Best).CreateModel() : null;
        return Evaluation.Run(best ?? model, measured, options.EvaluationBatchSize);
    }
}
