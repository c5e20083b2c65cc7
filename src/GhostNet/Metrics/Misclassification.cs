using System.Globalization;
using GhostNet.Data;

namespace GhostNet.Metrics;

/// <summary>An image for which a model predicted the wrong class.</summary>
public sealed class Misclassification
{
    private readonly ImageDataset _dataset;

    internal Misclassification(ImageDataset dataset, int index, int label, int prediction, double confidence)
    {
        _dataset = dataset;
        Index = index;
        Label = label;
        Prediction = prediction;
        Confidence = confidence;
    }

    /// <summary>Index of the image in the data set.</summary>
    public int Index { get; }

    /// <summary>The image: the path of its file, or its number.</summary>
    public string Image => _dataset.NameOf(Index);

    /// <summary>Its class.</summary>
    public int Label { get; }

    /// <summary>The class that the model predicted.</summary>
    public int Prediction { get; }

    /// <summary>The probability that the model gave to its prediction, 0 to 1.</summary>
    public double Confidence { get; }

    /// <summary>The misclassification in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"image {Index}: class {Label} taken for {Prediction} with confidence {Confidence:F3}");
}
