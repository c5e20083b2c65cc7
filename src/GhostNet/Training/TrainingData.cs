using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The data that a model was trained on, as far as its user must know.</summary>
/// <param name="Name">What the training images are called.</param>
/// <param name="Images">Number of training images.</param>
/// <param name="Channels">Channels: 3 for colour, 1 for grey.</param>
/// <param name="Height">Height of the images in pixels.</param>
/// <param name="Width">Width of the images in pixels.</param>
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
        $"{ForeignText.Show(Name)}: {(Images > 0 ? $"{Images} " : "")}images {Channels}×{Height}×{Width}, {ClassNames.Count} classes{(IsSynthetic ? " (synthetic)" : "")}";

    /// <summary>What a file of weights says about the images that its network takes. The command line and <see cref="Serving.Predictor"/> ask it.</summary>
    /// <param name="description">What the file says: <see cref="StateDict.Description"/>.</param>
    /// <returns>Null when it does not say the size and the normalisation. The names of the classes may be missing.</returns>
    /// <exception cref="InvalidDataException">What it says of the size of pictures is wrong.</exception>
    public static TrainingData? Of(NetworkDescription? description)
    {
        if (description is not { Mean.Count: > 0, Height: > 0, Width: > 0 } known)
        {
            return null;
        }

        try
        {
            return new TrainingData(known.Dataset, 0, known.Mean.Count, known.Height, known.Width, known.ClassNames, known.Mean, known.Std, IsSynthetic: false)
            {
                Transform = known.CropFraction > 0 ? new PictureTransform(known.Height, known.CropFraction, Enum.Parse<Interpolation>(known.Interpolation)) : null,
                IsMultiLabel = known.IsMultiLabel,
            };
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The description of the network says wrongly how pictures are resized for it: {exception.Message}", exception);
        }
    }

    /// <summary>What a file of weights should say about a network and these data: <see cref="Of(NetworkDescription)"/> reads it again. For exporting a trained network.</summary>
    /// <param name="model">The network.</param>
    public NetworkDescription Describe(nn.Module model)
    {
        var names = model is ImageClassifier network && network.Classes != ClassNames.Count ? [] : ClassNames;
        return NetworkDescription.Of(model, names, Mean, Std, Height, Width, Name, Transform?.CropFraction ?? 0, Transform?.Interpolation.ToString(), IsMultiLabel);
    }

    /// <summary>What a user of a network must know of the data that it was trained on.</summary>
    /// <param name="data">The training images.</param>
    public static TrainingData Of(ImageDataset data) => new(
        (data ?? throw new ArgumentNullException(nameof(data))).Name, data.Count, data.Channels, data.Height, data.Width, data.ClassNames, data.Mean, data.Std, data.IsSynthetic)
    {
        Transform = data.Transform,
        IsMultiLabel = data.LabelSets is not null,
    };
}
