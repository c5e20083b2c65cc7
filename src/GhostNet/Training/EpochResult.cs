namespace GhostNet.Training;

/// <summary>What one epoch brought.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainLoss">Mean loss over the training images, measured while the model learned from them.</param>
/// <param name="TrainAccuracy">Share of right answers on the (augmented) training images, from 0 to 1.</param>
/// <param name="TestLoss">Mean cross-entropy on the test images; null when there was no test.</param>
/// <param name="TestAccuracy">Share of right answers on the test images, from 0 to 1; null when there was no test.</param>
/// <param name="LearningRate">Learning rate of the epoch's last step.</param>
/// <param name="Seconds">Time for training in this epoch, without the test.</param>
/// <param name="ImagesPerSecond">Training images per second.</param>
public sealed record EpochResult(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond)
{
    /// <summary>The epoch in one line.</summary>
    public override string ToString()
    {
        var test = TestAccuracy is { } accuracy ? FormattableString.Invariant($", test loss {TestLoss:F4}, test accuracy {accuracy:P2}") : "";
        return FormattableString.Invariant(
            $"epoch {Epoch}: train loss {TrainLoss:F4}, train accuracy {TrainAccuracy:P2}{test}, {Seconds:F1} s, {ImagesPerSecond:F0} images/s");
    }
}
