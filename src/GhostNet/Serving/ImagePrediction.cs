namespace GhostNet.Serving;

/// <summary>What a network says about one picture.</summary>
public sealed class ImagePrediction
{
    private readonly IReadOnlyList<string> _classNames;

    internal ImagePrediction(IReadOnlyList<string> classNames, IReadOnlyList<float> probabilities)
    {
        (_classNames, Probabilities) = (classNames, probabilities);
        for (var label = 1; label < probabilities.Count; label++)
        {
            if (probabilities[label] > probabilities[Label])
            {
                Label = label;
            }
        }
    }

    /// <summary>The most probable class: an index into <see cref="Predictor.ClassNames"/>.</summary>
    public int Label { get; }

    /// <summary>The name of the most probable class.</summary>
    public string ClassName => _classNames[Label];

    /// <summary>The probability of that class, from 0 to 1.</summary>
    public double Confidence => Probabilities[Label];

    /// <summary>The probability of each class, from 0 to 1, in the order of <see cref="Predictor.ClassNames"/>: the softmax of the logits, or the sigmoid of each when pictures have several classes.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>The most probable labels, the best first.</summary>
    /// <param name="count">How many; at most one per class.</param>
    public IReadOnlyList<int> Top(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, Probabilities.Count).OrderByDescending(label => Probabilities[label]).Take(count)];
    }

    /// <summary>The class and its confidence.</summary>
    public override string ToString() => $"{IO.ForeignText.Show(ClassName)} ({IO.NumberFormat.Number(100 * Confidence, "F1")} %)";
}
