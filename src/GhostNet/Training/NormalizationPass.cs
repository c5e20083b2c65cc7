using GhostNet.Data;
using GhostNet.Graph;
using GhostNet.Kernels;
using GhostNet.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Computes the statistics of batch normalisation anew, for weights that have never seen an image: those of an average.</summary>
/// <remarks>
/// As <c>torch.optim.swa_utils.update_bn</c>: they become the mean over all batches, each counting the same. Dropout is off, so nothing is drawn from
/// torch's random generator. Frozen layers keep their statistics.
/// </remarks>
internal static class NormalizationPass
{
    private const string Mean = "running_mean", Variance = "running_var", Counter = "num_batches_tracked";

    /// <summary>Lets a model see images.</summary>
    /// <param name="model">A model in training mode, in which frozen layers are in evaluation mode.</param>
    /// <param name="batches">The images.</param>
    /// <param name="cancellation">Stops it; the statistics are then as they were.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Run(nn.Module<Tensor, Tensor> model, IEnumerable<Batch> batches, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var layers = model.modules().Where(static layer => layer.training).Select(Statistics.Of).OfType<Statistics>().ToList();
        if (layers.Count == 0)
        {
            return;
        }

        using var evaluation = new EvalScope(model);
        layers.ForEach(static layer => layer.Layer.train());
        try
        {
            foreach (var batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                using var step = NewDisposeScope();
                layers.ForEach(static layer => layer.Clear());
                model.call(batch.Images);
                layers.ForEach(static layer => layer.Add());
            }
        }
        catch
        {
            layers.ForEach(static layer => layer.Reset());
            throw;
        }

        layers.ForEach(static layer => layer.Finish());
    }

    /// <summary>The statistics of a layer.</summary>
    private sealed class Statistics
    {
        private readonly (Tensor Running, Tensor Before, Tensor Sum)[] _kinds;
        private readonly Tensor? _counter;
        private readonly Tensor? _counterBefore;
        private readonly double _momentum;
        private int _batches;

        private Statistics(nn.Module layer, IReadOnlyDictionary<string, Tensor> buffers, double momentum)
        {
            (Layer, _momentum) = (layer, momentum);
            _kinds = [.. new[] { buffers[Mean], buffers[Variance] }.Select(static running => (running, running.clone(), zeros_like(running, ScalarType.Float64)))];
            _counter = buffers.GetValueOrDefault(Counter);
            _counterBefore = _counter?.clone();
        }

        public nn.Module Layer { get; }

        /// <summary>Those of a layer that has some; null for others.</summary>
        public static Statistics? Of(nn.Module layer)
        {
            double? momentum = layer switch
            {
                BatchNormAct norm => norm.Momentum,

                // Without one, the first batch after a reset of the counter counts in full.
                BatchNorm norm => norm.momentum ?? 1,
                _ => null,
            };
            var buffers = momentum is null ? [] : layer.named_buffers(recurse: false).ToDictionary(static buffer => buffer.name, static buffer => buffer.buffer);
            return momentum > 0 && buffers.ContainsKey(Mean) ? new Statistics(layer, buffers, momentum.Value) : null;
        }

        /// <summary>Before a batch: what is there afterwards is the batch's, times the momentum.</summary>
        public void Clear()
        {
            Array.ForEach(_kinds, static kind => kind.Running.zero_());
            _counter?.zero_();
        }

        public void Add()
        {
            Array.ForEach(_kinds, static kind => kind.Sum.add_(kind.Running, PinnedScalars.One));
            _batches++;
        }

        /// <summary>Puts the mean over all batches there.</summary>
        public void Finish()
        {
            using Scalar whole = _momentum * _batches;
            foreach (var (running, _, sum) in _kinds)
            {
                running.copy_(sum.div_(whole));
            }

            _counter?.copy_(_counterBefore!);
        }

        public void Reset()
        {
            Array.ForEach(_kinds, static kind => kind.Running.copy_(kind.Before));
            _counter?.copy_(_counterBefore!);
        }
    }
}
