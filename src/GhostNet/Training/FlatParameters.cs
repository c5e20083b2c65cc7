using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>All numbers of a model in one piece of memory, and all gradients in another.</summary>
/// <remarks>
/// The model's own tensors become views into the piece: names, shapes and layers stay as they are. An update of all
/// weights is then a handful of calls instead of a handful for each of hundreds of tensors. The order is: weights that
/// decay, other weights, floating-point buffers; for fine-tuning, of either kind of weights those of the body first. Tied weights, one tensor under several names, are there once.
/// </remarks>
internal sealed class FlatParameters : IDisposable
{
    /// <summary>Numbers in 64 bytes: each tensor starts on a cache line, as it does in memory of its own.</summary>
    private const int Alignment = 16;

    private readonly List<Part> _parts = [];
    private readonly List<(string Name, int Part)> _names = [];
    private readonly int _weightCount;
    private readonly string? _head;

    /// <summary>Where the weights of each region end: body and head that decay, body and head that do not. Without a head all are of the head.</summary>
    private readonly long[] _regionEnds;

    /// <summary>Moves a model's numbers into one piece of memory on the device on which they are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="decayAll">Whether all weights decay.</param>
    /// <param name="head">What the names of the head's weights begin with, to keep them apart from those of the body; null to keep all together.</param>
    public FlatParameters(nn.Module model, bool decayAll, string? head = null)
    {
        _head = head;
        // named_parameters() gives the model's own tensors, so what is set on them here reaches every layer.
        var weights = new List<Part>();
        foreach (var (name, weight) in model.named_parameters())
        {
            if (weight.requires_grad && !weights.Exists(known => known.Tensor.Handle == weight.Handle))
            {
                weights.Add(new(name, weight));
            }
        }

        if (weights.Count == 0)
        {
            throw new ArgumentException("The model has no weights to train.", nameof(model));
        }

        var (dtype, device) = (weights[0].Tensor.dtype, weights[0].Tensor.device);
        foreach (var weight in weights)
        {
            if (weight.Tensor.dtype != dtype)
            {
                throw new ArgumentException($"{weight.Name} is not {dtype} like the other weights: train a model of one type.", nameof(model));
            }
        }

        ThrowIfOverlapping(weights, nameof(model));
        long end = 0;
        _regionEnds = [AddWeights(true, ofBody: true), AddWeights(true, ofBody: false), AddWeights(false, ofBody: true), AddWeights(false, ofBody: false)];
        (var weightEnd, _weightCount) = (end, _parts.Count);
        foreach (var (name, buffer) in model.named_buffers())
        {
            if (buffer.dtype == dtype && !_parts.Exists(known => known.Tensor.Handle == buffer.Handle))
            {
                Add(new(name, buffer));
            }
        }

        var parts = _parts.Select((part, index) => (part.Tensor.Handle, index)).ToDictionary();
        foreach (var (name, tensor) in model.state_dict())
        {
            if (parts.TryGetValue(tensor.Handle, out var part))
            {
                _names.Add((name, part));
            }
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        Values = zeros(end, dtype, device).DetachFromDisposeScope();
        Gradients = zeros(weightEnd, dtype, device).DetachFromDisposeScope();
        Weights = Values.narrow(0, 0, weightEnd).DetachFromDisposeScope();
        for (var i = 0; i < _parts.Count; i++)
        {
            var tensor = _parts[i].Tensor;
            var view = View(Values, _parts[i]);
            view.copy_(tensor);
            tensor.set_(view);
            if (i < _weightCount)
            {
                // Autograd adds to a gradient that is there, so it writes into the view.
                tensor.grad = View(Gradients, _parts[i]);
            }
        }

        long AddWeights(bool decaying, bool ofBody)
        {
            foreach (var part in weights)
            {
                if (decaying == (decayAll || part.Tensor.ndim > 1) && ofBody == IsOfBody(part.Name))
                {
                    Add(part);
                }
            }

            return end;
        }

        void Add(Part part)
        {
            _parts.Add(part with { Offset = end });
            end += (part.Tensor.numel() + Alignment - 1) / Alignment * Alignment;
        }
    }

    /// <summary>Weights and buffers.</summary>
    public Tensor Values { get; }

    /// <summary>The gradients of the weights.</summary>
    public Tensor Gradients { get; }

    /// <summary>The weights: a view into <see cref="Values"/>.</summary>
    public Tensor Weights { get; }

    /// <summary>Where the weights that decay end; they come first.</summary>
    public long DecayedEnd => _regionEnds[1];

    /// <summary>Whether the weights at a place are those of the body.</summary>
    public bool IsBody(long place) => Region(place) is 0 or 2;

    /// <summary>Where the weights end that lie from a place on, and that are of one kind: body or head, and with or without decay.</summary>
    public long RegionEnd(long place) => _regionEnds[Region(place)];

    /// <summary>The parts of <paramref name="values"/>, which are like <see cref="Values"/>, that are the head's weights.</summary>
    /// <returns>Views; the caller's dispose scope owns them.</returns>
    public IEnumerable<Tensor> Head(Tensor values)
    {
        for (var region = 1; region < _regionEnds.Length; region += 2)
        {
            yield return values.narrow(0, _regionEnds[region - 1], _regionEnds[region] - _regionEnds[region - 1]);
        }
    }

    /// <summary>Whether a tensor of the model is of its body.</summary>
    public bool IsOfBody(string name) => _head is not null && !name.StartsWith(_head, StringComparison.Ordinal);

    /// <summary>The tensors of a copy of <see cref="Values"/> under all names that the model gives them.</summary>
    /// <returns>Views into <paramref name="copy"/>; the caller's dispose scope owns them.</returns>
    public IEnumerable<KeyValuePair<string, Tensor>> Split(Tensor copy)
    {
        foreach (var (name, part) in _names)
        {
            yield return new(name, View(copy, _parts[part]));
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void ClearGradients()
    {
        using var scope = NewDisposeScope();
        Gradients.zero_();
    }

    /// <summary>Gives each tensor of the model memory of its own again.</summary>
    public void Dispose()
    {
        using (var scope = NewDisposeScope())
        using (no_grad())
        {
            for (var i = 0; i < _parts.Count; i++)
            {
                var tensor = _parts[i].Tensor;
                if (tensor.IsInvalid)
                {
                    continue; // The model went first.
                }

                tensor.set_(tensor.clone());
                if (i < _weightCount)
                {
                    tensor.grad = null;
                }
            }
        }

        Weights.Dispose();
        Gradients.Dispose();
        Values.Dispose();
    }

    /// <summary>
    /// Refuses a weight that is a view of another, for its memory is replaced here. The address of a tensor can be read on the CPU only; elsewhere nothing is checked.
    /// </summary>
    private static void ThrowIfOverlapping(IEnumerable<Part> weights, string parameter)
    {
        var (before, end) = ("", 0L);
        foreach (var (name, start, length) in weights
            .Where(weight => weight.Tensor.device_type == DeviceType.CPU && weight.Tensor.numel() > 0)
            .Select(weight => (weight.Name, TensorMemory.Address(weight.Tensor), Length(weight.Tensor)))
            .OrderBy(weight => weight.Item2))
        {
            if (start < end)
            {
                throw new ArgumentException(
                    $"{name} shares its memory with {before}, as a view does. To tie weights, give both layers the same Parameter; to untie them, clone one.", parameter);
            }

            (before, end) = (name, start + length);
        }

        static long Length(Tensor tensor) =>
            (1 + tensor.shape.Zip(tensor.stride(), (size, stride) => (size - 1) * stride).Sum()) * tensor.element_size();
    }

    private int Region(long place) => Array.FindIndex(_regionEnds, end => place < end);

    private static Tensor View(Tensor flat, Part part) => flat.narrow(0, part.Offset, part.Tensor.numel()).view(part.Tensor.shape);

    /// <summary>A tensor of the model and where it lies in the piece. A type of its own can be compiled ahead of time; a tuple cannot.</summary>
    private readonly record struct Part(string Name, Tensor Tensor, long Offset = 0);
}
