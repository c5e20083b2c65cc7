using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>A tensor that is to be written, and was checked before.</summary>
internal sealed class NamedTensor
{
    private readonly Tensor _tensor;

    private NamedTensor(string name, Tensor tensor)
    {
        (Name, Shape, _tensor) = (name, tensor.shape, tensor);
        Type = ElementType.Of(tensor.dtype) ?? throw new ArgumentException(
            $"{name} is {TensorShape.Text(tensor)}, a type that files of weights do not have. Convert it, for example with to(ScalarType.Float32).", nameof(tensor));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public ElementType Type { get; }

    /// <summary>Its shape.</summary>
    public long[] Shape { get; }

    /// <summary>How many elements it has.</summary>
    public long Count => _tensor.numel();

    /// <summary>How many bytes its elements take.</summary>
    public long Bytes => Count * Type.Size;

    /// <summary>Checks everything that is to be written.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or a tensor is of a kind that the formats do not have.</exception>
    public static IReadOnlyList<NamedTensor> All(IEnumerable<KeyValuePair<string, Tensor>> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var all = state.Select(item => new NamedTensor(item.Key, item.Value)).ToList();
        return all.CountBy(item => item.Name).FirstOrDefault(item => item.Value > 1) is { Key: { } twice }
            ? throw new ArgumentException($"There are two tensors named {twice}.", nameof(state))
            : all;
    }

    /// <summary>Gives the bytes of all elements in row-major order, little-endian, in pieces that a span can hold.</summary>
    public void CopyTo(Action<ReadOnlySpan<byte>> write)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var flat = _tensor.detach().cpu().contiguous().view(-1);
        foreach (var (start, count) in MappedFile.Chunks(Count, Type.Size))
        {
            write(flat.narrow(0, start, count).bytes);
        }
    }
}
