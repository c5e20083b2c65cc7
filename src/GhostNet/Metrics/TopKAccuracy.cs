using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Fraction of images whose class is among the <paramref name="k"/> most probable ones, from 0 to 1; with 1 the accuracy.</summary>
/// <param name="k">Predictions per image, at least 1; at most the number of classes is used.</param>
public sealed class TopKAccuracy(int k = 5) : IMetric
{
    /// <inheritdoc/>
    public string Name => k == 1 ? "accuracy" : FormattableString.Invariant($"top-{k} accuracy");

    /// <inheritdoc/>
    public double Compute(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        using var scope = NewDisposeScope();
        var top = logits.topk((int)Math.Min(k, logits.size(1)), 1).indexes;
        return (double)top.eq(labels.unsqueeze(1)).sum().item<long>() / labels.size(0);
    }
}
