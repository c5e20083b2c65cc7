using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>A snapshot of a training, as <see cref="ProgressReporter"/> reports it.</summary>
public sealed class TrainingProgress
{
    /// <summary>Creates a report, for tests of a program that shows reports.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="epochs">Epochs of the whole training.</param>
    /// <param name="step">Steps done in this epoch.</param>
    /// <param name="stepsPerEpoch">Steps per epoch.</param>
    /// <param name="globalStep">Steps done since training began.</param>
    /// <param name="totalSteps">Steps of the whole training.</param>
    /// <param name="loss">Mean loss of the epoch so far.</param>
    /// <param name="trainAccuracy">Training accuracy of the epoch so far, from 0 to 1.</param>
    /// <param name="validationAccuracy">Accuracy of the last validation, from 0 to 1; null before the first.</param>
    /// <param name="learningRate">Learning rate of the last step.</param>
    /// <param name="imagesPerSecond">Training images per second.</param>
    /// <param name="elapsed">Time since training began or was resumed.</param>
    /// <param name="remaining">Estimated time until the end; null when not known yet.</param>
    /// <param name="isFinished">True in the last report.</param>
    public TrainingProgress(
        int epoch,
        int epochs,
        int step,
        int stepsPerEpoch,
        long globalStep,
        long totalSteps,
        double loss,
        double trainAccuracy,
        double? validationAccuracy,
        double learningRate,
        double imagesPerSecond,
        TimeSpan elapsed,
        TimeSpan? remaining,
        bool isFinished)
    {
        Epoch = epoch;
        Epochs = epochs;
        Step = step;
        StepsPerEpoch = stepsPerEpoch;
        GlobalStep = globalStep;
        TotalSteps = totalSteps;
        Loss = loss;
        TrainAccuracy = trainAccuracy;
        ValidationAccuracy = validationAccuracy;
        LearningRate = learningRate;
        ImagesPerSecond = imagesPerSecond;
        Elapsed = elapsed;
        Remaining = remaining;
        IsFinished = isFinished;
    }

    /// <summary>Number of the epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>Epochs of the whole training.</summary>
    public int Epochs { get; }

    /// <summary>Steps done in this epoch.</summary>
    public int Step { get; }

    /// <summary>Steps per epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps done since training began.</summary>
    public long GlobalStep { get; }

    /// <summary>Steps of the whole training.</summary>
    public long TotalSteps { get; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public double Loss { get; }

    /// <summary>Training accuracy of the epoch so far, from 0 to 1.</summary>
    public double TrainAccuracy { get; }

    /// <summary>Accuracy of the last validation, from 0 to 1; null before the first.</summary>
    public double? ValidationAccuracy { get; }

    /// <summary>Learning rate of the last step.</summary>
    public double LearningRate { get; }

    /// <summary>Training images per second.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>Time since training began or was resumed.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Estimated time until the end; null when not known yet.</summary>
    public TimeSpan? Remaining { get; }

    /// <summary>True in the last report.</summary>
    public bool IsFinished { get; }

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
        var validation = ValidationAccuracy is { } accuracy ? $", validation {NumberFormat.Percent(accuracy, 1)}" : "";
        var left = IsFinished ? $" in {NumberFormat.Duration(Elapsed)}" : Remaining is { } remaining ? $", {NumberFormat.Duration(remaining)} left" : "";
        return FormattableString.Invariant(
            $"epoch {Epoch}/{Epochs}, step {Step}/{StepsPerEpoch}, loss {Loss:F3}, train {NumberFormat.Percent(TrainAccuracy, 1)}{validation}, {ImagesPerSecond:F0} images/s{left}");
    }
}
