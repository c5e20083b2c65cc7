using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Metrics;
using GhostNet.Training;
using Spectre.Console;

namespace GhostNet.Cli.Commands.Train;

/// <summary>The result of a training, for programs that read the output.</summary>
internal sealed record TrainingResult(
    string Dataset,
    bool Synthetic,
    string Outcome,
    string? Reason,
    int EpochsDone,
    int Epochs,
    long Steps,
    double? TestAccuracy,
    double? TestLoss,
    double? BestValidationAccuracy,
    int? BestEpoch,
    double TrainingSeconds,
    long Parameters,
    long MultiplyAdds,
    string Run,
    string? Checkpoint,
    string? BestCheckpoint,
    string Log,
    string Csv,
    string Page,
    string Picture,
    string Resume,
    IReadOnlyList<EpochResult> History)
{
    /// <summary>Whether all epochs were done, or those that its patience allowed.</summary>
    internal bool IsComplete => Outcome == nameof(TrainingOutcome.Completed) || IsEarly;

    private bool IsEarly => Outcome == nameof(TrainingOutcome.Stopped);

    /// <summary>Gathers the result.</summary>
    public static TrainingResult Of(RunFolder run, DatasetSource source, DatasetSplit data, Trainer trainer, ModelSummary summary, Evaluation? evaluation)
    {
        var history = trainer.History;
        return new TrainingResult(
            source.Name,
            data.Train.IsSynthetic,
            history.Outcome.ToString(),
            history.Reason.Length == 0 ? null : history.Reason,
            history.Epochs.Count,
            trainer.Options.Epochs,
            (history.StepLosses.Count > 0 ? history.StepLosses[^1].Step : 0) + 1,
            data.Test.Count > 0 ? evaluation?.Accuracy : null,
            data.Test.Count > 0 ? evaluation?.Loss : null,
            history.Best?.ValidationAccuracy,
            history.Best?.Epoch,
            history.Seconds,
            summary.Parameters,
            summary.MultiplyAdds,
            Path.GetFullPath(run.Folder),
            trainer.LastCheckpoint,
            File.Exists(run.Best) ? Path.GetFullPath(run.Best) : null,
            Path.GetFullPath(run.Log),
            Path.GetFullPath(run.Csv),
            Path.GetFullPath(run.Page),
            Path.GetFullPath(run.Picture),
            ResumeCommand(run),
            history.Epochs);
    }

    /// <summary>The command line that goes on with a training.</summary>
    /// <param name="run">Its folder.</param>
    public static string ResumeCommand(RunFolder run) => $"{ProgramName.Here} train --resume {Shell.Quote(run.Folder)}";

    /// <summary>Shows the result to a person.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="folder">The run's folder, as the user knows it.</param>
    public void Show(Terminal terminal, RunFolder folder)
    {
        terminal.Console.Write(EpochTable());
        var output = terminal.Writer;
        if (IsEarly && EpochsDone < Epochs)
        {
            output.WriteLine($"Ended early, after {EpochsDone} of {Epochs} epochs: {Reason}.");
        }

        if (BestValidationAccuracy is { } best)
        {
            output.WriteLine($"Best epoch by validation: {BestEpoch}, with an accuracy of {NumberFormat.Percent(best)}.");
        }

        if (TestAccuracy is { } accuracy)
        {
            output.WriteLine($"Test accuracy: {NumberFormat.Percent(accuracy)}{(Synthetic ? " (synthetic data)" : "")}, with the weights of epoch {BestEpoch}.");
        }

        output.WriteLine();
        output.WriteLine($"  page with the curves  {folder.Page}");
        output.WriteLine($"  picture               {folder.Picture}");
        output.WriteLine($"  log                   {folder.Log}");
        output.WriteLine($"  table                 {folder.Csv}");
        output.WriteLine($"  checkpoints           {folder.Checkpoints}{(BestCheckpoint is null ? "" : $" (the best: {folder.Best})")}");
        output.WriteLine();
        if (IsComplete)
        {
            var here = Shell.Quote(folder.Folder);
            output.WriteLine("Next:");
            output.WriteLine($"  {ProgramName.Here} evaluate --checkpoint {here}");
            output.WriteLine($"  {ProgramName.Here} predict IMAGE.png --checkpoint {here}");
            output.WriteLine($"  {Resume}{(IsEarly ? " --patience 0" : "")}{(EpochsDone < Epochs ? "" : $" --epochs {2 * Epochs}")}");
        }
        else if (Checkpoint is null)
        {
            output.WriteLine("Stopped before the first step: there is no checkpoint. To begin again:");
            output.WriteLine($"  {Resume}");
        }
        else
        {
            output.WriteLine($"Stopped after {NumberFormat.Count(Steps)} steps; everything is in {Checkpoint}");
            output.WriteLine("To go on exactly there:");
            output.WriteLine($"  {Resume}");
        }
    }

    private Table EpochTable()
    {
        var table = new Table().AddColumns("epoch", "loss", "accuracy", "val. loss", "val. accuracy", "learning rate", "seconds", "images/s");
        foreach (var column in table.Columns)
        {
            column.RightAligned().NoWrap();
        }

        foreach (var epoch in History.Where(epoch => History.Count <= 40 || epoch.Epoch % ((History.Count + 39) / 40) == 0 || epoch.Epoch == BestEpoch))
        {
            string[] cells =
            [
                NumberFormat.Count(epoch.Epoch),
                NumberFormat.Number(epoch.TrainLoss, "F4"),
                NumberFormat.Percent(epoch.TrainAccuracy),
                NumberFormat.Number(epoch.ValidationLoss, "F4"),
                NumberFormat.Percent(epoch.ValidationAccuracy),
                NumberFormat.Number(epoch.LearningRate, "G4"),
                NumberFormat.Number(epoch.Seconds, "F1"),
                NumberFormat.Number(epoch.ImagesPerSecond, "N0"),
            ];
            table.AddRow([.. cells.Select(cell => epoch.Epoch == BestEpoch ? $"[bold]{cell}[/]" : cell)]);
        }

        return table;
    }
}
