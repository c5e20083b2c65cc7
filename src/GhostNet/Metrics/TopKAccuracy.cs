using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Fraction of images whose class is among the <paramref name="k"/> most probable ones, from 0 to 1; with K = 1 the accuracy.</summary>
/// <param name="k">Predictions per image, at least 1; at most the number of classes is used.</param>
public sealed class TopKAccuracy(int k = 5) : IMetric
{
    /// <summary>Predictions per image.</summary>
    public int K { get; } = k;

    /// <inheritdoc/>
    public string Name => K == 1 ? "accuracy" : FormattableString.Invariant($"top-{K} accuracy");

    /// <inheritdoc/>
    public double Compute(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(K, 1);
        using var scope = NewDisposeScope();
        var top = logits.topk((int)Math.Min(K, logits.size(1)), 1).indexes;
        return (double)top.eq(labels.unsqueeze(1)).sum().item<long>() / labels.size(0);
    }
}
