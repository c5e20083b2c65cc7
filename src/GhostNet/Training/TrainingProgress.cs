namespace GhostNet.Training;

/// <summary>A snapshot of a training, as <see cref="ProgressReporter"/> reports it.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs of the whole training.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps per epoch.</param>
/// <param name="GlobalStep">Steps done since training began.</param>
/// <param name="TotalSteps">Steps of the whole training.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="TrainAccuracy">Training accuracy of the epoch so far, from 0 to 1.</param>
/// <param name="ValidationAccuracy">Accuracy of the last validation, from 0 to 1; null before the first.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="ImagesPerSecond">Training images per second.</param>
/// <param name="Elapsed">Time since training began or was resumed.</param>
/// <param name="Remaining">Estimated time until the end; null when not known yet.</param>
/// <param name="IsFinished">True in the last report.</param>
public sealed record TrainingProgress(
    int Epoch,
    int Epochs,
    int Step,
    int StepsPerEpoch,
    long GlobalStep,
    long TotalSteps,
    double Loss,
    double TrainAccuracy,
    double? ValidationAccuracy,
    double LearningRate,
    double ImagesPerSecond,
    TimeSpan Elapsed,
    TimeSpan? Remaining,
    bool IsFinished)
{
    /// <summary>Takes a snapshot. Waits for the device, to read the loss.</summary>
    /// <param name="context">Where training is.</param>
    /// <param name="isFinished">Whether this is the last report.</param>
    public static TrainingProgress Of(TrainingContext context, bool isFinished = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new TrainingProgress(
            context.EpochNumber,
            context.Epochs,
            context.Step,
            context.StepsPerEpoch,
            context.GlobalStep,
            context.TotalSteps,
            context.AverageLoss,
            context.TrainAccuracy,
            context.History.Epochs.LastOrDefault(epoch => epoch.ValidationAccuracy is not null)?.ValidationAccuracy,
            context.LearningRate,
            context.ImagesPerSecond,
            context.Elapsed,
            context.Remaining,
            isFinished);
    }

    /// <summary>Fraction of the training that is done, from 0 to 1.</summary>
    public double Fraction => TotalSteps == 0 ? 0 : (double)GlobalStep / TotalSteps;

    /// <summary>The report in one line.</summary>
    public override string ToString()
    {
        var validation = ValidationAccuracy is { } accuracy ? FormattableString.Invariant($", validation {accuracy:P1}") : "";
        var left = IsFinished ? $" in {Clock(Elapsed)}" : Remaining is { } remaining ? $", {Clock(remaining)} left" : "";
        return FormattableString.Invariant(
            $"epoch {Epoch}/{Epochs}, step {Step}/{StepsPerEpoch}, loss {Loss:F3}, train {TrainAccuracy:P1}{validation}, {ImagesPerSecond:F0} images/s{left}");
    }

    private static string Clock(TimeSpan time) => FormattableString.Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
