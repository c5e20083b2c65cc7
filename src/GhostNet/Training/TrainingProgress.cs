using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>How far training is: what <see cref="ProgressReporter"/> reports.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs of the whole training.</param>
/// <param name="Step">Steps that are done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <param name="GlobalStep">Steps that are done since training began.</param>
/// <param name="TotalSteps">Steps of the whole training.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="TrainAccuracy">Share of right answers in the epoch so far, from 0 to 1.</param>
/// <param name="TestAccuracy">Share of right answers in the last test, from 0 to 1; null before the first.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="ImagesPerSecond">Training images per second.</param>
/// <param name="Elapsed">Time since training began or went on.</param>
/// <param name="Remaining">Time until the end at the present speed; null when not known yet.</param>
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
    double? TestAccuracy,
    double LearningRate,
    double ImagesPerSecond,
    TimeSpan Elapsed,
    TimeSpan? Remaining,
    bool IsFinished)
{
    /// <summary>How far training is now. Waits for the device, which has to tell the loss.</summary>
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
            context.History.Epochs.LastOrDefault(epoch => epoch.TestAccuracy is not null)?.TestAccuracy,
            context.LearningRate,
            context.ImagesPerSecond,
            context.Elapsed,
            context.Remaining,
            isFinished);
    }

    /// <summary>Share of the whole training that is done, from 0 to 1.</summary>
    public double Share => TotalSteps == 0 ? 0 : (double)GlobalStep / TotalSteps;

    /// <summary>The report in one line.</summary>
    public override string ToString()
    {
        var test = TestAccuracy is { } accuracy ? FormattableString.Invariant($", test {accuracy:P1}") : "";
        var left = IsFinished ? $" in {NumberFormat.Duration(Elapsed)}" : Remaining is { } remaining ? $", {NumberFormat.Duration(remaining)} left" : "";
        return FormattableString.Invariant(
            $"epoch {Epoch}/{Epochs}, step {Step}/{StepsPerEpoch}, loss {Loss:F3}, train {TrainAccuracy:P1}{test}, {ImagesPerSecond:F0} images/s{left}");
    }
}
