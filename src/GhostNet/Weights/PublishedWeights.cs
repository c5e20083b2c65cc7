using GhostNet.IO;
using GhostNet.Models;

namespace GhostNet.Weights;

/// <summary>Networks with weights that were trained on ImageNet and published.</summary>
/// <remarks>
/// In C# 14 the method is one of the model: <c>GhostNetV1.Pretrained()</c>. Other languages write
/// <c>PublishedWeights.Pretrained()</c>. It is declared here and not in the model, because models know nothing of files.
/// </remarks>
public static class PublishedWeights
{
    private const int ImageNetClasses = 1000;

    extension(GhostNetV1)
    {
        /// <summary>
        /// Builds GhostNet 1.0× with the authors' weights, 73.98 % top-1 on ImageNet (224×224 pixels, mean 0.485, 0.456, 0.406,
        /// deviation 0.229, 0.224, 0.225). They are downloaded once (21 MB) and kept.
        /// </summary>
        /// <param name="classes">Number of classes. With another than 1000 the last layer has fresh weights, for you to train.</param>
        /// <param name="options">Where to fetch the weights from, and where to keep them; null for the authors' site.</param>
        /// <param name="progress">Told how far the download is.</param>
        /// <param name="cancellationToken">Stops the download.</param>
        /// <returns>The network on the CPU, ready to predict; the caller disposes it.</returns>
        /// <exception cref="IOException">
        /// The weights cannot be fetched; the message says what happened at each address, and where to put the file that you fetch otherwise.
        /// </exception>
        /// <exception cref="WeightFileException">The file cannot be read.</exception>
        /// <exception cref="WeightMismatchException">The file has other weights than GhostNet 1.0×.</exception>
        public static GhostNetV1 Pretrained(
            int classes = ImageNetClasses,
            WeightDownloadOptions? options = null,
            IProgress<DownloadProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            options ??= new WeightDownloadOptions();
            ResumableDownload.Fetch(options.Path, options.Source, progress, cancellationToken);
            var model = new GhostNetV1(GhostNetConfig.ImageNet(classes: classes));
            try
            {
                model.LoadWeights(options.Path, skipClassifier: classes != ImageNetClasses);
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
}
