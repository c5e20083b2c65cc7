using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>A number that says how good the predictions for a data set are. It has no state; implement it for a metric of your own.</summary>
public interface IMetric
{
    /// <summary>The name, as tables and logs show it, such as <c>top-5 accuracy</c>.</summary>
    string Name { get; }

    /// <summary>Whether a higher value is better. True unless implemented, as for an error rate.</summary>
    bool HigherIsBetter => true;

    /// <summary>Computes the metric over a whole data set.</summary>
    /// <param name="logits">The logits of all images, <c>[N, classes]</c>, float32, on the CPU.</param>
    /// <param name="labels">Their classes, <c>[N]</c>, int64, on the CPU.</param>
    /// <returns>The value.</returns>
    double Compute(Tensor logits, Tensor labels);
}
