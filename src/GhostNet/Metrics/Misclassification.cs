using System.Globalization;

namespace GhostNet.Metrics;

/// <summary>An image for which a model predicted the wrong class.</summary>
/// <param name="Index">Index of the image in the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Prediction">The class that the model predicted.</param>
/// <param name="Confidence">The probability that the model gave to its prediction, 0 to 1.</param>
public sealed record Misclassification(int Index, int Label, int Prediction, double Confidence)
{
    /// <summary>The misclassification in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"image {Index}: class {Label} taken for {Prediction} with confidence {Confidence:F3}");
}
