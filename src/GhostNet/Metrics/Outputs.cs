using static TorchSharp.torch;

namespace GhostNet.Metrics;

/// <summary>Keeps the logits and labels of a data set, batch by batch, when there are metrics to compute from them.</summary>
internal sealed class Outputs(IReadOnlyList<IMetric> metrics) : IDisposable
{
    private readonly List<Tensor> _logits = [];
    private readonly List<Tensor> _labels = [];

    public void Add(Tensor logits, Tensor labels)
    {
        if (metrics.Count > 0)
        {
            // Copied: the next batch may lie in the same memory.
            _logits.Add(logits.detach().to(ScalarType.Float32).cpu().clone().DetachFromDisposeScope());
            _labels.Add(labels.cpu().clone().DetachFromDisposeScope());
        }
    }

    /// <summary>The values of the metrics by name.</summary>
    public IReadOnlyDictionary<string, double> Compute()
    {
        var values = new Dictionary<string, double>();
        if (metrics.Count > 0)
        {
            using var scope = NewDisposeScope();
            var (logits, labels) = (cat(_logits), cat(_labels));
            foreach (var metric in metrics)
            {
                values.Add(metric.Name, metric.Compute(logits, labels));
            }
        }

        return values;
    }

    public void Dispose() => _logits.Concat(_labels).ToList().ForEach(tensor => tensor.Dispose());
}
