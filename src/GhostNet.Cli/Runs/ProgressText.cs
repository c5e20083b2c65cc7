using System.Globalization;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>Where a training is, in words.</summary>
internal static class ProgressText
{
    /// <summary>For a line beside a bar, where room is short.</summary>
    public static string Short(TrainingContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {context.EpochNumber}/{context.Epochs} {context.Step}/{context.StepsPerEpoch} loss {context.AverageLoss:F3} "
        + $"acc {100 * context.TrainAccuracy:F1} % {context.ImagesPerSecond:N0} img/s ETA {Left(context)}");

    /// <summary>For a line of its own.</summary>
    public static string Long(TrainingContext context) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {context.EpochNumber}/{context.Epochs}, step {context.Step}/{context.StepsPerEpoch}, loss {context.AverageLoss:F4}, "
        + $"accuracy {100 * context.TrainAccuracy:F1} %, {context.ImagesPerSecond:N0} images/s, ETA {Left(context)}");

    /// <summary>What an epoch brought, in a line that fits a terminal of 80 columns.</summary>
    public static string ShortEpoch(TrainingContext context, EpochResult epoch)
    {
        var validation = epoch.ValidationAccuracy is { } accuracy
            ? string.Create(CultureInfo.InvariantCulture, $" val loss {epoch.ValidationLoss:F3} acc {100 * accuracy:F2} %")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{context.Epochs} loss {epoch.TrainLoss:F3} acc {100 * epoch.TrainAccuracy:F1} %{validation} {epoch.Seconds:F1} s");
    }

    /// <summary>What an epoch brought.</summary>
    public static string Epoch(TrainingContext context, EpochResult epoch)
    {
        var validation = epoch.ValidationAccuracy is { } accuracy
            ? string.Create(CultureInfo.InvariantCulture, $", validation loss {epoch.ValidationLoss:F4}, validation accuracy {100 * accuracy:F2} %")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{context.Epochs} done: loss {epoch.TrainLoss:F4}, accuracy {100 * epoch.TrainAccuracy:F2} %{validation}, "
            + $"{epoch.Seconds:F1} s, {epoch.ImagesPerSecond:N0} images/s");
    }

    private static string Left(TrainingContext context) => context.Remaining is { } left ? Figures.Time(left) : "–";
}
