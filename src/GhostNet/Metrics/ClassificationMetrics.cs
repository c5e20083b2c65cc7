using GhostNet.Data;
using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Accumulates loss, accuracy and confusion batch by batch.</summary>
internal sealed class ClassificationMetrics(ImageDataset dataset)
{
    /// <summary>Of images with several classes: in how many each class is, is predicted, and both.</summary>
    private readonly long[] _present = new long[dataset.ClassNames.Count], _predicted = new long[dataset.ClassNames.Count], _both = new long[dataset.ClassNames.Count];

    private bool _hasSeveral;

    /// <summary>Images so far.</summary>
    public int Count { get; private set; }

    public double LossSum { get; private set; }

    public long TopKHits { get; private set; }

    public long[,] Confusion { get; } = new long[dataset.ClassNames.Count, dataset.ClassNames.Count];

    public List<Misclassification> Misclassifications { get; } = [];

    public ConfidenceCounts Confidences { get; } = new();

    /// <summary>Adds a batch, whose images follow those of the batches before it.</summary>
    /// <param name="logits">What the model gave, <c>[N, classes]</c>.</param>
    /// <param name="labels">The classes, <c>[N]</c>.</param>
    /// <param name="topK">How many predictions of an image are looked at.</param>
    /// <param name="targets">All classes of each image, <c>[N, classes]</c> of 0 and 1; null when each has one. An image counts as one of the class that was predicted, if it has it, else of its first.</param>
    /// <returns>The classes as which the images count, <c>[N]</c>.</returns>
    public Tensor Add(Tensor logits, Tensor labels, int topK, Tensor? targets = null)
    {
        if (logits.dim() != 2 || logits.size(1) != dataset.ClassNames.Count)
        {
            throw new ArgumentException(
                $"The model gives logits of shape [{string.Join(", ", logits.shape)}] for {labels.size(0)} images, but the data set has {dataset.ClassNames.Count} classes.");
        }

        var logProbabilities = nn.functional.log_softmax(logits.to(ScalarType.Float32), 1);
        var top = logProbabilities.topk(topK, 1);
        if (targets is null)
        {
            LossSum -= logProbabilities.gather(1, labels.unsqueeze(1)).sum().item<float>();
            TopKHits += top.indexes.eq(labels.unsqueeze(1)).sum().item<long>();
        }
        else
        {
            CountClasses(logits, targets);
            LossSum += labels.size(0) * nn.functional.binary_cross_entropy_with_logits(logits.to(ScalarType.Float32), targets).item<float>();
            var hits = targets.gather(1, top.indexes);
            TopKHits += hits.amax([1]).sum().to(ScalarType.Int64).item<long>();
            labels = where(hits.select(1, 0) > 0, top.indexes.select(1, 0), labels);
        }

        var predictions = top.indexes.select(1, 0).cpu().contiguous().data<long>().ToArray();
        var confidences = (targets is null ? top.values.select(1, 0).exp() : logits.to(ScalarType.Float32).gather(1, top.indexes).select(1, 0).sigmoid()).cpu().contiguous().data<float>().ToArray();
        var actual = labels.cpu().contiguous().data<long>().ToArray();
        for (var i = 0; i < actual.Length; i++)
        {
            Confusion[actual[i], predictions[i]]++;
            Confidences.Add(confidences[i], actual[i] == predictions[i]);
            if (actual[i] != predictions[i])
            {
                Misclassifications.Add(new Misclassification(dataset, Count + i, (int)actual[i], (int)predictions[i], confidences[i]));
            }
        }

        Count += actual.Length;
        return labels;
    }

    /// <summary>The result for each class.</summary>
    public IReadOnlyList<ClassResult> PerClass() => [.. dataset.ClassNames.Select((name, label) =>
    {
        var all = Enumerable.Range(0, dataset.ClassNames.Count).ToList();
        var wrong = all.Where(other => other != label && Confusion[label, other] > 0).ToList();
        int? mostConfusedWith = wrong.Count == 0 ? null : wrong.MaxBy(other => Confusion[label, other]);
        return _hasSeveral
            ? new ClassResult(name, _present[label], _both[label], _predicted[label], mostConfusedWith)
            : new ClassResult(name, all.Sum(other => Confusion[label, other]), Confusion[label, label], all.Sum(other => Confusion[other, label]), mostConfusedWith);
    })];

    private void CountClasses(Tensor logits, Tensor targets)
    {
        _hasSeveral = true;
        var (isThere, isPredicted) = (targets > 0.5, logits > 0);
        Add(_present, isThere);
        Add(_predicted, isPredicted);
        Add(_both, isThere & isPredicted);

        static void Add(long[] sums, Tensor isCounted)
        {
            var counts = isCounted.to(ScalarType.Int64).sum([0L]).cpu().data<long>().ToArray();
            for (var label = 0; label < sums.Length; label++)
            {
                sums[label] += counts[label];
            }
        }
    }
}
