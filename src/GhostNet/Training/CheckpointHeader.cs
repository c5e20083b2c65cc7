using System.Text.Json;
using System.Text.Json.Serialization;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Weights;

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
    /// <summary>The name, the number of images and their size.</summary>
    public override string ToString() =>
        $"{ForeignText.Show(Name)}: {Images} images {Channels}×{Height}×{Width}, {ClassNames.Count} classes{(IsSynthetic ? " (synthetic)" : "")}";

    internal static TrainingData Of(ImageDataset data) => new(
        data.Name, data.Count, data.Channels, data.Height, data.Width, data.ClassNames, data.Mean, data.Std, data.IsSynthetic);
}

/// <summary>The JSON part of a checkpoint.</summary>
/// <remarks>The model has the name of its spec and the spec's options, or the name of its class and no options. 0.1.0 wrote a GhostNet as the name of its class with all options.</remarks>
internal sealed record CheckpointHeader(
    string LibraryVersion,
    TrainingOptions Options,
    string ModelType,
    IReadOnlyDictionary<string, JsonElement>? ModelConfig,
    TrainingData Data,
    int Epoch,
    int Step,
    long GlobalStep,
    int StepsPerEpoch,
    double EpochSeconds,
    long EpochCorrect,
    TrainingHistory History,
    IReadOnlyList<TensorEntry> Tensors)
{
    /// <summary>What brings the network back; null when it has no spec.</summary>
    [JsonIgnore]
    public ModelSpec? Spec => ModelConfig is null ? null : new ModelSpec(ModelType, ModelConfig);
}

/// <summary>A tensor in a checkpoint. The bytes of all follow each other in this order, little-endian.</summary>
internal sealed record TensorEntry(string Name, TorchSharp.torch.ScalarType Type, IReadOnlyList<long> Shape, long Bytes);
