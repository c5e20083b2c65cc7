using System.Security.Cryptography;
using GhostNet.IO;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Networks with weights that were trained and published.</summary>
public static class Pretrained
{
    /// <summary>
    /// Builds a network with published weights, which are downloaded once and kept. Those of <c>ghostnet_100</c> are the
    /// authors': 73.98 % top-1 on ImageNet (21 MB; 224×224 pixels, mean 0.485, 0.456, 0.406, deviation 0.229, 0.224, 0.225).
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
        var entry = ModelRegistry.Find(name);
        var weights = entry.Weights.Count > 0 ? entry.Weights[0] : throw new ArgumentException(
            $"No published weights of {name} are known; there are some of {string.Join(", ", ModelRegistry.All.Where(static other => other.Weights.Count > 0).Select(static other => other.Name))}.", nameof(name));
        var source = (options ?? new DownloadOptions()).For(weights.Mirrors, HashAlgorithmName.SHA256, weights.Sha256);
        var path = Path.Combine(folder ?? Path.Combine(CacheFolder.Path, "weights"), Path.GetFileName(source.Mirrors[0].LocalPath));
        var known = entry.Defaults.Classes;
        var model = ModelRegistry.Create(name, classes);
        try
        {
            ResumableDownload.Fetch(path, source, progress, cancellationToken);
            model.LoadWeights(path, skipClassifier: model.Classes != known);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
