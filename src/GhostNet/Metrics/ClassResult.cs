using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>How good the predictions of a model for one class are.</summary>
/// <param name="Name">The class.</param>
/// <param name="Count">Images of this class.</param>
/// <param name="Correct">Those of them that were predicted correctly.</param>
/// <param name="Predicted">How often this class was predicted, correctly or not.</param>
/// <param name="MostConfusedWith">Label of the class that is most often predicted wrongly for images of this one; null for none.</param>
public sealed record ClassResult(string Name, long Count, long Correct, long Predicted, int? MostConfusedWith)
{
    /// <summary>Fraction of the class's images that were predicted correctly (recall), 0 to 1; NaN when it has none.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Fraction of the predictions of this class that were correct, 0 to 1; NaN when it was never predicted.</summary>
    public double Precision => (double)Correct / Predicted;

    /// <summary>The result in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Show(Name)}: {Accuracy:P2} ({Correct} of {Count})");

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
