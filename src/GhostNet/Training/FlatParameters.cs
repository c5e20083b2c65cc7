using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>All numbers of a model in one piece of memory, and all gradients in another.</summary>
/// <remarks>
/// The model's own tensors become views into the piece: names, shapes and layers stay as they are. An update of all
/// weights is then a handful of calls instead of a handful for each of hundreds of tensors. The order is: weights that
/// decay, other weights, floating-point buffers.
/// </remarks>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>Numbers in 64 bytes: each tensor starts on a cache line, as it does in memory of its own.</summary>
    private const int Alignment = 16;

    private readonly List<(string Name, Tensor Tensor, long Offset)> _parts = [];
    private readonly int _weightCount;

    /// <summary>Moves a model's numbers into one piece of memory on the device on which they are.</summary>
    public FlatParameters(nn.Module model, bool decayAll)
    {
        // named_parameters() gives the model's own tensors, so what is set on them here reaches every layer.
        var weights = model.named_parameters().Where(item => item.parameter.requires_grad).ToList();
        if (weights.Count == 0)
        {
            throw new ArgumentException("The model has no weights to train.", nameof(model));
        }

        var first = weights[0].parameter;
        var (dtype, device) = (first.dtype, first.device);
        if (weights.FirstOrDefault(item => item.parameter.dtype != dtype).name is { } odd)
        {
            throw new ArgumentException($"{odd} is not {dtype} like the other weights: train a model of one type.", nameof(model));
        }

        long end = 0;
        foreach (var (name, weight) in weights.Where(item => Decays(item.parameter)))
        {
            Add(name, weight);
        }

        var decayedEnd = end;
        foreach (var (name, weight) in weights.Where(item => !Decays(item.parameter)))
        {
            Add(name, weight);
        }

        (var weightEnd, _weightCount) = (end, _parts.Count);
        foreach (var (name, buffer) in model.named_buffers().Where(item => item.buffer.dtype == dtype))
        {
            Add(name, buffer);
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Values = zeros(end, dtype, device).DetachFromDisposeScope();
        Gradients = zeros(weightEnd, dtype, device).DetachFromDisposeScope();
        Weights = Values.narrow(0, 0, weightEnd).DetachFromDisposeScope();
        DecayedWeights = Values.narrow(0, 0, decayedEnd).DetachFromDisposeScope();
        DecayedGradients = Gradients.narrow(0, 0, decayedEnd).DetachFromDisposeScope();
        foreach (var (index, (name, tensor, offset)) in _parts.Index())
        {
            var view = View(Values, tensor, offset);
            view.copy_(tensor);
            tensor.set_(view);
            if (index < _weightCount)
            {
                // Autograd adds to a gradient that is there, so it writes into the view.
                tensor.grad = View(Gradients, tensor, offset);
            }

        }

        bool Decays(Tensor weight) => decayAll || weight.ndim > 1;

        void Add(string name, Tensor tensor)
        {
            _parts.Add((name, tensor, end));
            end += (tensor.numel() + Alignment - 1) / Alignment * Alignment;
        }
    }

    /// <summary>Weights and buffers.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients of the weights.</summary>
    public Tensor Gradients { get; }

    /// <summary>The weights: a view into <see cref="Values"/>.</summary>
    public Tensor Weights { get; }

    /// <summary>The weights that decay: a view into <see cref="Values"/>.</summary>
    public Tensor DecayedWeights { get; }

    /// <summary>The gradients of the weights that decay: a view into <see cref="Gradients"/>.</summary>
    public Tensor DecayedGradients { get; }

    /// <summary>The tensors of a copy of <see cref="Values"/> under the names that the model gives them.</summary>
    /// <returns>Views into <paramref name="copy"/>; the caller's dispose scope owns them.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> Split(Tensor copy)
    {
        foreach (var (name, tensor, offset) in _parts)
        {
            yield return new(name, View(copy, tensor, offset));
        }
    }

    /// <summary>Gives each tensor of the model memory of its own again.</summary>
    public void Dispose()
    {
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            foreach (var (index, (_, tensor, _)) in _parts.Index())
            {
                if (tensor.IsInvalid)
                {
                    continue; // The model went first.
                }

                tensor.set_(tensor.clone());
                if (index < _weightCount)
                {
                    tensor.grad = null;
                }
            }
        }

        Weights.Dispose();
        DecayedWeights.Dispose();
        DecayedGradients.Dispose();
        Gradients.Dispose();
        Values.Dispose();
    }

    private static Tensor View(Tensor flat, Tensor like, long offset) => flat.narrow(0, offset, like.numel()).view(like.shape);
}
