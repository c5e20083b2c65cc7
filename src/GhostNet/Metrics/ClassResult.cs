using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>How good the predictions of a model for one class are.</summary>
/// <remarks>Where images have several classes (multi-label), each class whose probability is above 50 % counts as predicted.</remarks>
public sealed class ClassResult
{
    internal ClassResult(string name, long count, long correct, long predicted, int? mostConfusedWith)
    {
        Name = name;
        Count = count;
        Correct = correct;
        Predicted = predicted;
        MostConfusedWith = mostConfusedWith;
    }

    /// <summary>The class.</summary>
    public string Name { get; }

    /// <summary>Images of this class.</summary>
    public long Count { get; }

    /// <summary>Those of them that were predicted correctly.</summary>
    public long Correct { get; }

    /// <summary>How often this class was predicted, correctly or not.</summary>
    internal long Predicted { get; }

    /// <summary>Label of the class that is most often predicted wrongly for images of this one; null for none.</summary>
    public int? MostConfusedWith { get; }

    /// <summary>Fraction of the class's images that were predicted correctly, 0 to 1; null when it has no images.</summary>
    public double? Recall => Count == 0 ? null : (double)Correct / Count;

    /// <summary>Fraction of the predictions of this class that were correct, 0 to 1; null when it was never predicted.</summary>
    public double? Precision => Predicted == 0 ? null : (double)Correct / Predicted;

    /// <summary>The F1 score, the harmonic mean of precision and recall, 0 to 1; null when the class has no images and was never predicted.</summary>
    public double? F1 => Count + Predicted == 0 ? null : 2.0 * Correct / (Count + Predicted);

    /// <summary>The result in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Show(Name)}: {NumberFormat.Percent(Recall)} ({Correct} of {Count})");
}
