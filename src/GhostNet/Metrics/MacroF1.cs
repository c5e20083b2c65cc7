using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Mean over the classes of the F1 score, the harmonic mean of precision and recall, from 0 to 1. Rare classes count as much as frequent ones.</summary>
/// <remarks>As scikit-learn's <c>f1_score(average="macro", zero_division=0)</c>: a class that is neither there nor predicted is left out.</remarks>
public sealed class MacroF1 : IMetric
{
    /// <inheritdoc/>
    public string Name => "macro F1";

    /// <inheritdoc/>
    public double Compute(Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        using var scope = NewDisposeScope();
        var (predicted, actual) = (Ints(logits.argmax(1)), Ints(labels));
        var classes = predicted.Concat(actual).Distinct();
        return classes.Average(name =>
        {
            var correct = predicted.Zip(actual).Count(pair => pair.First == name && pair.Second == name);
            return 2.0 * correct / (predicted.Count(other => other == name) + actual.Count(other => other == name));
        });
    }

    private static long[] Ints(Tensor tensor) => tensor.cpu().contiguous().data<long>().ToArray();
}
