using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>The data that a model was trained on, as far as its user must know.</summary>
/// <param name="Name">What the training images are called.</param>
/// <param name="Images">Number of training images.</param>
/// <param name="Channels">Channels of an image.</param>
/// <param name="Height">Height of an image in pixels.</param>
/// <param name="Width">Width of an image in pixels.</param>
/// <param name="ClassNames">The names of the classes; a label is an index into it.</param>
/// <param name="Mean">Mean of each channel, for normalisation, in the range 0 to 1.</param>
/// <param name="Std">Standard deviation of each channel, for normalisation, in the range 0 to 1.</param>
/// <param name="IsSynthetic">True when a program drew the images.</param>
public sealed record TrainingData(
    string Name,
    int Images,
    int Channels,
    int Height,
    int Width,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Std,
    bool IsSynthetic)
{
    /// <summary>How a picture of any size becomes an image that the model is evaluated on; null when the images had one size from the first.</summary>
    public PictureTransform? Transform { get; init; }

    /// <summary>Whether images have several classes (multi-label): then each logit has a probability of its own, its sigmoid, and they do not add up to 1.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>The name, the number of images and their size.</summary>
    public override string ToString() =>
        $"{ForeignText.Show(Name)}: {Images} images {Channels}×{Height}×{Width}, {ClassNames.Count} classes{(IsSynthetic ? " (synthetic)" : "")}";

    internal static TrainingData Of(ImageDataset data) => new(
        data.Name, data.Count, data.Channels, data.Height, data.Width, data.ClassNames, data.Mean, data.Std, data.IsSynthetic)
    {
        Transform = data.Transform,
        IsMultiLabel = data.LabelSets is not null,
    };
}
