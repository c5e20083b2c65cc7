using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Accumulates loss, accuracy and confusion batch by batch.</summary>
internal sealed class ClassificationMetrics(int classes)
{
    /// <summary>Images so far.</summary>
    public int Count { get; private set; }

    public double LossSum { get; private set; }

    public long TopKHits { get; private set; }

    public long[,] Confusion { get; } = new long[classes, classes];

    public List<Misclassification> Misclassifications { get; } = [];

    /// <summary>Adds a batch, whose images follow those of the batches before it.</summary>
    public void Add(Tensor logits, Tensor labels, int topK)
    {
        if (logits.dim() != 2 || logits.size(1) != classes)
        {
            throw new ArgumentException(
                $"The model gives logits of shape [{string.Join(", ", logits.shape)}] for {labels.size(0)} images, but the data set has {classes} classes.");
        }

        var logProbabilities = nn.functional.log_softmax(logits.to(ScalarType.Float32), 1);
        LossSum -= logProbabilities.gather(1, labels.unsqueeze(1)).sum().item<float>();
        var top = logProbabilities.topk(topK, 1);
        TopKHits += top.indexes.eq(labels.unsqueeze(1)).sum().item<long>();

        var predictions = top.indexes.select(1, 0).cpu().contiguous().data<long>().ToArray();
        var confidences = top.values.select(1, 0).exp().cpu().contiguous().data<float>().ToArray();
        var actual = labels.cpu().contiguous().data<long>().ToArray();
        for (var i = 0; i < actual.Length; i++)
        {
            Confusion[actual[i], predictions[i]]++;
            if (actual[i] != predictions[i])
            {
                Misclassifications.Add(new Misclassification(Count + i, (int)actual[i], (int)predictions[i], confidences[i]));
            }
        }

        Count += actual.Length;
    }
}
