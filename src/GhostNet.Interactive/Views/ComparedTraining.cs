using GhostNet.IO;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Interactive.Views;

/// <summary>One of the trainings of a <see cref="ComparisonView"/>.</summary>
/// <param name="Name">What it is called; any text.</param>
/// <param name="History">Its course, as it is now.</param>
/// <param name="Evaluation">How good its model is; null when it was not evaluated.</param>
internal sealed record ComparedTraining(string Name, TrainingHistory History, Evaluation? Evaluation)
{
    /// <summary>What came of it, row by row: the same rows for every training; a dash for what is not there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Results()
    {
        var (best, last) = (History.Best, History.Last);
        return
        [
            new("epochs", NumberFormat.Count(History.Epochs.Count)),
            new("best epoch", best is null ? NumberFormat.Percent(null) : NumberFormat.Count(best.Epoch)),
            new("validation accuracy there", NumberFormat.Percent(best?.ValidationAccuracy)),
            new("validation loss there", NumberFormat.Number(best?.ValidationLoss, "F4")),
            new("training loss at the end", NumberFormat.Number(last?.TrainLoss, "F4")),
            new("training time", NumberFormat.Duration(TimeSpan.FromSeconds(History.Seconds))),
            new("evaluated on", Evaluation is null ? NumberFormat.Percent(null) : $"{Evaluation.Dataset.Name}, {NumberFormat.Count(Evaluation.Count)} images"),
            new("accuracy", NumberFormat.Percent(Evaluation?.Accuracy)),
            new("macro F1", NumberFormat.Percent(Evaluation?.MacroF1)),
            new("loss", NumberFormat.Number(Evaluation?.Loss, "F4")),
            new("calibration error", NumberFormat.Percent(Evaluation?.Calibration.ExpectedError)),
        ];
    }
}
