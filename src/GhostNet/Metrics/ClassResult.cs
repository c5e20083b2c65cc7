using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>How well a model knows one class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Count">Images of this class.</param>
/// <param name="Correct">Those of them that the model guessed right.</param>
/// <param name="Guessed">How often the model guessed this class, rightly or wrongly.</param>
/// <param name="MostMistakenFor">Label of the class that images of this one are most often wrongly taken for; null for none.</param>
public sealed record ClassResult(string Name, long Count, long Correct, long Guessed, int? MostMistakenFor)
{
    /// <summary>Share of the class's images that were guessed right (recall), 0 to 1; NaN when it has none.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Share of the guesses of this class that were right, 0 to 1; NaN when it was never guessed.</summary>
    public double Precision => (double)Correct / Guessed;

    /// <summary>The result in words.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ForeignText.Show(Name)}: {Accuracy:P2} ({Correct} of {Count})");

    internal static ClassResult Of(string name, int label, long[,] confusion)
    {
        var classes = Enumerable.Range(0, confusion.GetLength(0)).ToList();
        var wrong = classes.Where(guess => guess != label && confusion[label, guess] > 0).ToList();
        return new ClassResult(
            name,
            classes.Sum(guess => confusion[label, guess]),
            confusion[label, label],
            classes.Sum(other => confusion[other, label]),
            wrong.Count == 0 ? null : wrong.MaxBy(guess => confusion[label, guess]));
    }
}
