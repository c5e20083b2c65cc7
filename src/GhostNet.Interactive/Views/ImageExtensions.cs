using System.Globalization;
using GhostNet.Data;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Tensors;
using GhostNet.Interactive.Views;
using static TorchSharp.torch;

namespace GhostNet.Interactive;

/// <summary><c>dataset.View()</c> and <c>batch.View()</c>.</summary>
public static class ImageExtensions
{
    /// <summary>Images of a data set with the names of their classes.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="count">How many images at most; never more than 100.</param>
    /// <param name="first">The number of the first one.</param>
    /// <param name="guesses">The predicted class of each image, beginning with the first that is shown; null for none.</param>
    /// <param name="probabilities">Confidence of each prediction, 0 to 1; null when it is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or a prediction names no class.</exception>
    public static View View(
        this ImageDataset dataset,
        int count = 24,
        int first = 0,
        IEnumerable<int>? guesses = null,
        IEnumerable<double>? probabilities = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        count = Math.Max(0, Math.Min(Math.Min(count, ImageGridView.MostImages), dataset.Count - first));
        var names = new Names(dataset.ClassNames, guesses?.Take(count).ToList(), probabilities?.Take(count).ToList());
        var images = Enumerable.Range(0, count).Select(i => names.Of(
            Raster.Of(dataset, first + i), first + i, i, dataset.Labels[first + i]));
        var title = string.Create(
            CultureInfo.InvariantCulture,
            $"{dataset.Name}: {dataset.Count} images {dataset.Channels}×{dataset.Height}×{dataset.Width}, {dataset.ClassNames.Count} classes");
        return new ImageGridView(title, dataset.IsSynthetic, [.. images], new ValueRange(0, 255));
    }

    /// <summary>Images of a batch as they look before they are normalised, with class names and what a model predicts for them.</summary>
    /// <param name="batch">The batch. It is read now.</param>
    /// <param name="like">The data set that it comes from: it has the class names, and the numbers for normalisation.</param>
    /// <param name="count">How many images at most; never more than 100.</param>
    /// <param name="logits">The output of a model for the batch, <c>[N, classes]</c>: each prediction and its probability are shown.</param>
    /// <exception cref="ArgumentException">The logits do not fit the batch or the classes.</exception>
    public static View View(this Batch batch, ImageDataset like, int count = 24, Tensor? logits = null)
    {
        ArgumentNullException.ThrowIfNull(like);
        return Of(batch, like.ClassNames, count, like.Mean, like.Std, logits, like.IsSynthetic);
    }

    /// <summary>Images of a batch with class names and what a model predicts for them.</summary>
    /// <param name="batch">The batch. It is read now.</param>
    /// <param name="classNames">The names of the classes; null to show their numbers.</param>
    /// <param name="count">How many images at most; never more than 100.</param>
    /// <param name="mean">The mean of each channel with which the images were normalised; null to stretch their values instead.</param>
    /// <param name="std">The standard deviation of each channel.</param>
    /// <param name="logits">The output of a model for the batch, <c>[N, classes]</c>: each prediction and its probability are shown.</param>
    /// <exception cref="ArgumentException">The numbers for normalisation or the logits do not fit the batch.</exception>
    public static View View(
        this Batch batch,
        IReadOnlyList<string>? classNames = null,
        int count = 24,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null,
        Tensor? logits = null) => Of(batch, classNames, count, mean, std, logits, isSynthetic: false);

    private static ImageGridView Of(
        Batch batch, IReadOnlyList<string>? classNames, int count, IReadOnlyList<float>? mean, IReadOnlyList<float>? std, Tensor? logits, bool isSynthetic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var all = batch.Images;
        count = (int)Math.Min(Math.Min(count, ImageGridView.MostImages), all.size(0));
        var (channels, height, width) = ((int)all.size(1), (int)all.size(2), (int)all.size(3));
        if (mean is null != std is null || (mean is not null && (mean.Count != channels || std!.Count != channels)))
        {
            throw new ArgumentException($"Give one mean and one standard deviation for each of the {channels} channels, or neither.", nameof(mean));
        }

        var names = Guesses(batch, classNames, count, logits);
        var values = TensorValues.ToArray(all.narrow(0, 0, count));
        var planeSize = height * width;
        for (var i = 0; mean is not null && i < values.Length; i++)
        {
            var channel = i / planeSize % channels;
            values[i] = (values[i] * std![channel]) + mean[channel];
        }

        var labels = TensorValues.ToArray(batch.Labels.narrow(0, 0, count));
        var images = Enumerable.Range(0, count).Select(i => names.Of(
            Raster.OfPlanes(channels, height, width, plane => values.AsSpan(((i * channels) + plane) * planeSize, planeSize)), i, i, (int)labels[i]));
        var range = mean is not null || values.Length == 0 ? new ValueRange(0, 1) : new ValueRange(values.Min(), values.Max());
        var title = string.Create(CultureInfo.InvariantCulture, $"Batch of {all.size(0)} images {channels}×{height}×{width}");
        return new ImageGridView(title, isSynthetic, [.. images], range);
    }

    private static Names Guesses(Batch batch, IReadOnlyList<string>? classNames, int count, Tensor? logits)
    {
        if (logits is null)
        {
            return new Names(classNames, null, null);
        }

        if (logits.dim() != 2 || logits.size(0) != batch.Count)
        {
            throw new ArgumentException(
                $"Logits for {batch.Count} images have the shape [{batch.Count}, classes], not [{string.Join(", ", logits.shape)}].", nameof(logits));
        }

        var (probabilities, guesses) = nn.functional.softmax(logits.detach().narrow(0, 0, count), 1).max(1);
        return new Names(
            classNames, [.. TensorValues.ToArray(guesses).Select(guess => (int)guess)], [.. TensorValues.ToArray(probabilities)]);
    }

    /// <summary>Names for labels and guesses.</summary>
    private sealed record Names(IReadOnlyList<string>? Classes, IReadOnlyList<int>? Guesses, IReadOnlyList<double>? Probabilities)
    {
        public LabelledImage Of(Raster pixels, int number, int place, int label)
        {
            int? guess = place < Guesses?.Count ? Guesses[place] : null;
            double? probability = place < Probabilities?.Count ? Probabilities[place] : null;
            return new LabelledImage(pixels, number, Name(label), guess is null ? null : Name(guess.Value), guess == label, probability);
        }

        private string Name(int label) =>
            Classes is null ? string.Create(CultureInfo.InvariantCulture, $"class {label}")
            : label >= 0 && label < Classes.Count ? Classes[label]
            : throw new ArgumentOutOfRangeException(nameof(label), label, $"There are classes 0 to {Classes.Count - 1}.");
    }
}
