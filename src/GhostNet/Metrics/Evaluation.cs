using System.Globalization;
using System.Text;
using GhostNet.Data;
using GhostNet.Graph;
using GhostNet.IO;
using GhostNet.Kernels;
using GhostNet.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>How good the predictions of a model for a data set are.</summary>
public sealed class Evaluation
{
    /// <summary>The most numbers in a batch of images, 64 MB: large images come in smaller batches.</summary>
    private const int LargestBatch = 1 << 24;

    private Evaluation(ImageDataset dataset, int topK, ClassificationMetrics totals, IReadOnlyDictionary<string, double> metrics)
    {
        Metrics = metrics;
        Dataset = dataset;
        TopK = topK;
        Count = dataset.Count;
        Loss = totals.LossSum / Count;
        TopKAccuracy = (double)totals.TopKHits / Count;
        ConfusionMatrix = totals.Confusion;
        PerClass = totals.PerClass();
        Accuracy = (double)Enumerable.Range(0, PerClass.Count).Sum(label => totals.Confusion[label, label]) / Count;
        Calibration = totals.Confidences.ToCalibration();
        Misclassifications = [.. totals.Misclassifications.OrderByDescending(wrong => wrong.Confidence).ThenBy(wrong => wrong.Index)];
    }

    /// <summary>Number of images: all of the data set.</summary>
    public int Count { get; }

    /// <summary>Fraction of images whose most probable class is the correct one, or one of them, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>Predictions per image in <see cref="TopKAccuracy"/>.</summary>
    public int TopK { get; }

    /// <summary>Fraction of images whose class is among the <see cref="TopK"/> most probable ones, 0 to 1.</summary>
    public double TopKAccuracy { get; }

    /// <summary>Mean cross-entropy over the images, in nats, without label smoothing; of images with several classes the mean binary cross-entropy. Equal probabilities for 10 classes give 2.303.</summary>
    public double Loss { get; }

    /// <summary>The result for each class, in the order of the labels.</summary>
    public IReadOnlyList<ClassResult> PerClass { get; }

    /// <summary>Mean of <see cref="ClassResult.Precision"/> over the classes, 0 to 1, so that rare classes count as much as frequent ones.</summary>
    /// <remarks>
    /// As in scikit-learn with <c>average="macro", zero_division=0</c>, also for the two numbers below: where a class has no value it counts as 0, and a class that has no
    /// images and was never predicted is left out.
    /// </remarks>
    public double MacroPrecision => Macro(static result => result.Precision);

    /// <summary>Mean of <see cref="ClassResult.Recall"/> over the classes, 0 to 1.</summary>
    public double MacroRecall => Macro(static result => result.Recall);

    /// <summary>Mean of <see cref="ClassResult.F1"/> over the classes, 0 to 1.</summary>
    public double MacroF1 => Macro(static result => result.F1);

    /// <summary>Whether the model is right as often as its confidence says.</summary>
    public Calibration Calibration { get; }

    /// <summary>Number of images by label (row) and prediction (column). The same array each time: do not change it.</summary>
    public long[,] ConfusionMatrix { get; }

    /// <summary>Every wrong prediction, the most confident first.</summary>
    public IReadOnlyList<Misclassification> Misclassifications { get; }

    /// <summary>The images.</summary>
    internal ImageDataset Dataset { get; }

    /// <summary>The values of the metrics that <see cref="Run"/> was given, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>
    /// Runs the model on every image of a data set. Meanwhile it is in evaluation mode (no dropout, running
    /// statistics), no gradients are kept, and afterwards each layer has its mode back.
    /// </summary>
    /// <param name="model">Maps normalised images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>; the caller keeps it.</param>
    /// <param name="dataset">The images; not augmented.</param>
    /// <param name="batchSize">Images per batch. Affects memory and speed, not the result.</param>
    /// <param name="topK">Predictions per image in <see cref="TopKAccuracy"/>; at most the number of classes is used.</param>
    /// <param name="mirrored">
    /// Shows the model each image and its mirror image and takes the mean of the two logits: as a rule somewhat more accurate, for
    /// twice the work.
    /// </param>
    /// <param name="device">Where to compute: the model is moved there and stays. Null for where the model is.</param>
    /// <param name="metrics">Further metrics to compute; all logits are kept in memory for them. Null for none.</param>
    /// <param name="progress">Receives the number of images done, after each batch.</param>
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
        var totals = new ClassificationMetrics(dataset);
        using var outputs = new Outputs(metrics ?? []);
        using var evaluation = new EvalScope(model);
        using var noGradient = no_grad();
        var place = device ?? model.parameters().FirstOrDefault()?.device ?? CPU;
        using var optimized = place.type == DeviceType.CPU ? (model as ImageClassifier)?.Optimized() : null;
        using var loader = new BatchLoader(
            dataset, Math.Min(Math.Min(batchSize, dataset.Count), Math.Max(1, LargestBatch / dataset.ImageSize)), device: place);
        foreach (var batch in loader.Epoch(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (NewDisposeScope())
            {
                var logits = Logits(optimized ?? model, batch.Images, mirrored);
                outputs.Add(logits, totals.Add(logits, batch.Labels, topK, batch.Targets));
            }

            progress?.Report(totals.Count);
        }

        return new Evaluation(dataset, topK, totals, outputs.Compute());
    }

    private double Macro(Func<ClassResult, double?> value) =>
        PerClass.Where(static result => result.F1 is not null).Average(result => value(result) ?? 0);

    private static Tensor Logits(nn.Module<Tensor, Tensor> model, Tensor images, bool mirrored)
    {
        var logits = ForwardPass.Call(model, images);
        if (!mirrored)
        {
            return logits;
        }

        using Scalar half = 0.5;
        return logits.add(model.call(images.flip(3)), PinnedScalars.One).mul(half);
    }

    /// <summary>Accuracy, loss and one line per class.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{ForeignText.Show(Dataset.Name)}{(Dataset.IsSynthetic ? " (synthetic)" : "")}: accuracy {NumberFormat.Percent(Accuracy)}, top-{TopK} {NumberFormat.Percent(TopKAccuracy)}, loss {Loss:F4}, {Count} images");
        var names = PerClass.Select(result => ForeignText.Show(result.Name)).ToList();
        var width = names.Max(name => name.Length);
        foreach (var (result, name) in PerClass.Zip(names))
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture, $"  {name.PadRight(width)}  {NumberFormat.Percent(result.Recall),8}  {result.Correct} of {result.Count}");
            if (result.MostConfusedWith is { } other)
            {
                text.Append(CultureInfo.InvariantCulture, $", else mostly taken for {names[other]}");
            }
        }

        return text.ToString();
    }
}
