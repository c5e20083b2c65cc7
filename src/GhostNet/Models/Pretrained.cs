using GhostNet.IO;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Networks with weights that were trained and published.</summary>
public static class Pretrained
{
    /// <summary>
    /// Builds a network with published weights. Those of <c>ghostnet_cifar_050</c> are part of this library; others are downloaded once and kept.
    /// <see cref="KnownWeights.About"/> says what they are.
    /// </summary>
    /// <param name="name">A registered name; <see cref="ModelEntry.Weights"/> tells whether there are weights.</param>
    /// <param name="classes">Number of classes; null for those of the weights. With another number the last layer has fresh weights, for you to train.</param>
    /// <param name="folder">Where the file is kept; null for <c>weights</c> in the user's cache folder.</param>
    /// <param name="options">Where to download the file from; null for the registered addresses.</param>
    /// <param name="progress">Told how far the download is.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no such name, or no weights of it are known.</exception>
    /// <exception cref="IOException">
    /// The weights cannot be fetched; the message says what happened at each address, and where to put the file that you fetch otherwise.
    /// </exception>
    /// <exception cref="WeightFileException">The file cannot be read.</exception>
    /// <exception cref="WeightMismatchException">The file has the weights of another network.</exception>
    public static ImageClassifier Load(
        string name,
        int? classes = null,
        string? folder = null,
        DownloadOptions? options = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var weights = WeightsOf(name);
        using var state = weights.Read(folder ?? Path.Combine(CacheFolder.Path, "weights"), options ?? new DownloadOptions(), progress, cancellationToken);
        var model = ModelRegistry.Create(name, classes);
        try
        {
            model.LoadWeights(state, skipClassifier: model.Classes != ModelRegistry.Find(name).Defaults.Classes);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What a network's published weights were trained on: the size and normalisation of its pictures, how they are resized, the names of the classes.</summary>
    /// <remarks><c>TrainingData.Of</c> makes of it what a <c>Predictor</c> and a data set of your own need. Nothing is downloaded.</remarks>
    /// <param name="name">A registered name; <see cref="ModelEntry.Weights"/> tells whether there are weights.</param>
    /// <returns>The description. Those of ImageNet have no names of classes.</returns>
    /// <exception cref="ArgumentException">There is no such name, or no weights of it are known.</exception>
    public static NetworkDescription Describe(string name)
    {
        var known = WeightsOf(name).Description;
        return new()
        {
            Spec = new ModelSpec(name).With(ModelRegistry.Find(name).Defaults.Options),
            Dataset = known.Dataset,
            ClassNames = known.ClassNames,
            Mean = known.Mean,
            Std = known.Std,
            Height = known.Height,
            Width = known.Width,
            CropFraction = known.CropFraction,
            Interpolation = known.Interpolation,
            IsMultiLabel = known.IsMultiLabel,
        };
    }

    private static KnownWeights WeightsOf(string name) => ModelRegistry.Find(name).Weights is [var weights, ..] ? weights : throw new ArgumentException(
        $"No published weights of {name} are known; there are some of {string.Join(", ", ModelRegistry.All.Where(static other => other.Weights.Count > 0).Select(static other => other.Name))}.", nameof(name));
}
