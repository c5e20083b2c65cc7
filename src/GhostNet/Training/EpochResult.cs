namespace GhostNet.Training;

/// <summary>The results of one epoch.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss over the training images, measured while the model learned from them.</param>
/// <param name="TrainAccuracy">Accuracy on the (augmented) training images, from 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation images; null when there was no validation.</param>
/// <param name="ValidationAccuracy">Accuracy on the validation images, from 0 to 1; null when there was no validation.</param>
/// <param name="LearningRate">Learning rate of the epoch's last step.</param>
/// <param name="Seconds">Training time of this epoch, without the validation.</param>
/// <param name="ImagesPerSecond">Training images per second.</param>
/// <param name="Metrics">The values of <see cref="TrainingOptions.Metrics"/> on the validation images, by name; null for none.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond,
    IReadOnlyDictionary<string, double>? Metrics = null)
{
    private static readonly IReadOnlyDictionary<string, double> s_none = new Dictionary<string, double>();

    /// <summary>The values of <see cref="TrainingOptions.Metrics"/> on the validation images, by name; empty when there are none.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = Metrics is { Count: > 0 } ? Metrics : s_none;

    /// <summary>The epoch in one line.</summary>
    public override string ToString()
    {
        var validation = ValidationAccuracy is { } accuracy
            ? FormattableString.Invariant($", validation loss {ValidationLoss:F4}, validation accuracy {accuracy:P2}")
            : "";
        var metrics = string.Concat(Metrics.Select(metric => FormattableString.Invariant($", {metric.Key} {metric.Value:F4}")));
        return FormattableString.Invariant(
            $"epoch {Epoch}: train loss {TrainLoss:F4}, train accuracy {TrainAccuracy:P2}{validation}{metrics}, {Seconds:F1} s, {ImagesPerSecond:F0} images/s");
    }
}
