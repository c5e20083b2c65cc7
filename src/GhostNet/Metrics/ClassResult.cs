using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>How good the predictions of a model for one class are.</summary>
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

    /// <summary>Fraction of the class's images that were predicted correctly (recall), 0 to 1; NaN when it has none.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Fraction of the predictions of this class that were correct, 0 to 1; NaN when it was never predicted.</summary>
    public double Precision => (double)Correct / Predicted;

    /// <summary>The result in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Show(Name)}: {NumberFormat.Percent(Accuracy)} ({Correct} of {Count})");

    internal static ClassResult Of(string name, int label, long[,] confusion)
    {
        var classes = Enumerable.Range(0, confusion.GetLength(0)).ToList();
        var wrong = classes.Where(predicted => predicted != label && confusion[label, predicted] > 0).ToList();
        return new ClassResult(
            name,
            classes.Sum(predicted => confusion[label, predicted]),
            confusion[label, label],
            classes.Sum(other => confusion[other, label]),
            wrong.Count == 0 ? null : wrong.MaxBy(predicted => confusion[label, predicted]));
    }
}
