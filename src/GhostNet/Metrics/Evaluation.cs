using System.Globalization;
using System.Text;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.IO;
using GhostNet.Kernels;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>How well a model knows a data set.</summary>
public sealed class Evaluation
{
    private readonly ImageDataset _dataset;

    private Evaluation(ImageDataset dataset, int topK, Tally tally, IReadOnlyDictionary<string, double> metrics)
    {
        Metrics = metrics;
        _dataset = dataset;
        TopK = topK;
        Count = dataset.Count;
        Loss = tally.LossSum / Count;
        TopKAccuracy = (double)tally.TopKHits / Count;
        ConfusionMatrix = tally.Confusion;
        PerClass = [.. dataset.ClassNames.Select((name, label) => ClassResult.Of(name, label, tally.Confusion))];
        Accuracy = (double)PerClass.Sum(result => result.Correct) / Count;
        WorstMistakes = [.. tally.Mistakes.OrderByDescending(mistake => mistake.Probability).ThenBy(mistake => mistake.Index)];
    }

    /// <summary>Number of images: all of the data set.</summary>
    public int Count { get; }

    /// <summary>Share of images whose most probable class is the right one, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>How many guesses an image has in <see cref="TopKAccuracy"/>.</summary>
    public int TopK { get; }

    /// <summary>Share of images whose class is among the <see cref="TopK"/> most probable ones, 0 to 1.</summary>
    public double TopKAccuracy { get; }

    /// <summary>Mean cross-entropy over the images, in nats, without label smoothing. Guessing blindly among 10 classes has 2.303.</summary>
    public double Loss { get; }

    /// <summary>The result for each class, in the order of the labels.</summary>
    public IReadOnlyList<ClassResult> PerClass { get; }

    /// <summary>Number of images by label (row) and guess (column). The same array each time: do not change it.</summary>
    public long[,] ConfusionMatrix { get; }

    /// <summary>Every wrong guess, the surest first.</summary>
    public IReadOnlyList<Mistake> WorstMistakes { get; }

    /// <summary>The values of the metrics that <see cref="Run"/> was given, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>
    /// Lets the model guess every image of a data set. The model is in evaluation mode meanwhile (no dropout, running
    /// statistics), no gradients are kept, and afterwards each layer has its mode back.
    /// </summary>
    /// <param name="model">Maps normalised images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>; the caller keeps it.</param>
    /// <param name="dataset">The images; not augmented.</param>
    /// <param name="batchSize">Images at a time. Changes memory and speed, not the result.</param>
    /// <param name="topK">Guesses an image has in <see cref="TopKAccuracy"/>; at most the number of classes is used.</param>
    /// <param name="mirrored">
    /// Shows the model each image and its mirror image and takes the mean of the two logits: as a rule somewhat more accurate, for
    /// twice the work.
    /// </param>
    /// <param name="device">Where to compute: the model is moved there and stays. Null for where the model is.</param>
    /// <param name="metrics">Further metrics to compute; all logits are kept in memory for them. Null for none.</param>
    /// <param name="progress">Told how many images are done, after each batch.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <exception cref="ArgumentException">The data set is empty, or the model has another number of classes or does not take its images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Evaluation Run(
        nn.Module<Tensor, Tensor> model,
        ImageDataset dataset,
        int batchSize = 512,
        int topK = 5,
        bool mirrored = false,
        Device? device = null,
        IReadOnlyList<IMetric>? metrics = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(topK);
        if (dataset.Count == 0)
        {
            throw new ArgumentException($"{dataset.Name} has no images, so there is nothing to evaluate.", nameof(dataset));
        }

        cancellationToken = cancellationToken.OrAmbient();
        if (device is not null)
        {
            model.to(device);
        }

        topK = Math.Min(topK, dataset.ClassNames.Count);
        var tally = new Tally(dataset.ClassNames.Count);
        using var outputs = new Outputs(metrics ?? []);
        using var evaluation = new EvaluationMode(model);
        using var noGradient = no_grad();
        var place = device ?? model.parameters().FirstOrDefault()?.device ?? CPU;
        using var optimized = place.type == DeviceType.CPU ? (model as GhostNetV1)?.Optimized() : null;
        using var loader = new BatchLoader(dataset, Math.Min(batchSize, dataset.Count), device: place);
        foreach (var batch in loader.Epoch(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (NewDisposeScope())
            {
                var logits = Logits(optimized ?? model, batch.Images, mirrored);
                tally.Add(logits, batch.Labels, topK);
                outputs.Add(logits, batch.Labels);
            }

            progress?.Report(tally.Count);
        }

        return new Evaluation(dataset, topK, tally, outputs.Compute());
    }

    private static Tensor Logits(nn.Module<Tensor, Tensor> model, Tensor images, bool mirrored)
    {
        var logits = ForwardPass.Call(model, images);
        if (!mirrored)
        {
            return logits;
        }

        using Scalar half = 0.5;
        return logits.add(model.call(images.flip(3)), Held.One).mul(half);
    }

    /// <summary>Accuracy, loss and a line for each class.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{ForeignText.Show(_dataset.Name)}{(_dataset.IsSynthetic ? " (synthetic)" : "")}: accuracy {Accuracy:P2}, top-{TopK} {TopKAccuracy:P2}, loss {Loss:F4}, {Count} images");
        var names = PerClass.Select(result => ForeignText.Show(result.Name)).ToList();
        var width = names.Max(name => name.Length);
        foreach (var (result, name) in PerClass.Zip(names))
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture, $"  {name.PadRight(width)}  {result.Accuracy,8:P2}  {result.Correct} of {result.Count}");
            if (result.MostMistakenFor is { } other)
            {
                text.Append(CultureInfo.InvariantCulture, $", else mostly taken for {names[other]}");
            }
        }

        return text.ToString();
    }
}
