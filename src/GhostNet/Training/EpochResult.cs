using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>The results of one epoch.</summary>
public sealed class EpochResult
{
    /// <summary>Creates the result of an epoch.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <param name="trainLoss">Mean loss over the training images, measured while the model learned from them.</param>
    /// <param name="trainAccuracy">Accuracy on the (augmented) training images, from 0 to 1.</param>
    /// <param name="validationLoss">Mean cross-entropy over the validation images; null when there was no validation.</param>
    /// <param name="validationAccuracy">Accuracy on the validation images, from 0 to 1; null when there was no validation.</param>
    /// <param name="learningRate">Learning rate of the epoch's last step.</param>
    /// <param name="seconds">Training time of this epoch, without the validation.</param>
    /// <param name="imagesPerSecond">Training images per second.</param>
    /// <param name="metrics">The values of <see cref="TrainingOptions.Metrics"/> on the validation images, by name; null for none.</param>
    public EpochResult(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double? validationLoss,
        double? validationAccuracy,
        double learningRate,
        double seconds,
        double imagesPerSecond,
        IReadOnlyDictionary<string, double>? metrics = null)
    {
        Epoch = epoch;
        TrainLoss = trainLoss;
        TrainAccuracy = trainAccuracy;
        ValidationLoss = validationLoss;
        ValidationAccuracy = validationAccuracy;
        LearningRate = learningRate;
        Seconds = seconds;
        ImagesPerSecond = imagesPerSecond;
        Metrics = metrics is { Count: > 0 } ? metrics : s_none;
    }

    /// <summary>Number of the epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>Mean loss over the training images, measured while the model learned from them.</summary>
    public double TrainLoss { get; }

    /// <summary>Accuracy on the (augmented) training images, from 0 to 1.</summary>
    public double TrainAccuracy { get; }

    /// <summary>Mean cross-entropy over the validation images; null when there was no validation.</summary>
    public double? ValidationLoss { get; }

    /// <summary>Accuracy on the validation images, from 0 to 1; null when there was no validation.</summary>
    public double? ValidationAccuracy { get; }

    /// <summary>Learning rate of the epoch's last step.</summary>
    public double LearningRate { get; }

    /// <summary>Training time of this epoch, without the validation.</summary>
    public double Seconds { get; }

    /// <summary>Training images per second.</summary>
    public double ImagesPerSecond { get; }

    private static readonly IReadOnlyDictionary<string, double> s_none = new Dictionary<string, double>();

    /// <summary>The values of <see cref="TrainingOptions.Metrics"/> on the validation images, by name; empty when there are none.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>The epoch in one line.</summary>
    public override string ToString()
    {
        var validation = ValidationAccuracy is { } accuracy
            ? FormattableString.Invariant($", validation loss {ValidationLoss:F4}, validation accuracy {NumberFormat.Percent(accuracy)}")
            : "";
        var metrics = string.Concat(Metrics.Select(metric => FormattableString.Invariant($", {metric.Key} {metric.Value:F4}")));
        return FormattableString.Invariant(
            $"epoch {Epoch}: train loss {TrainLoss:F4}, train accuracy {NumberFormat.Percent(TrainAccuracy)}{validation}{metrics}, {Seconds:F1} s, {ImagesPerSecond:F0} images/s");
    }
}
