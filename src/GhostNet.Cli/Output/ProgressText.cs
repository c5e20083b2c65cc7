using System.Globalization;
using GhostNet.Training;

namespace GhostNet.Cli.Output;

/// <summary>A training in words for a terminal of 80 columns; where there is room, the library's own lines are shown.</summary>
internal static class ProgressText
{
    /// <summary>Where it is, for a line beside a bar.</summary>
    public static string Step(TrainingContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {context.EpochNumber}/{context.Epochs} {context.Step}/{context.StepsPerEpoch} loss {context.AverageLoss:F3} "
        + $"acc {NumberFormat.Percent(context.TrainAccuracy, 1)} {context.ImagesPerSecond:N0} img/s ETA {(context.Remaining is { } left ? NumberFormat.Duration(left) : "–")}");

    /// <summary>What an epoch brought.</summary>
    public static string Epoch(TrainingContext context, EpochResult epoch)
    {
        var validation = epoch.ValidationAccuracy is { } accuracy
            ? $" val loss {NumberFormat.Number(epoch.ValidationLoss, "F3")} acc {NumberFormat.Percent(accuracy)}"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{context.Epochs} loss {epoch.TrainLoss:F3} acc {NumberFormat.Percent(epoch.TrainAccuracy, 1)}{validation} {epoch.Seconds:F1} s");
    }
}
