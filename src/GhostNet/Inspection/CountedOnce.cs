using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>Which layers and parameters of a model have been counted.</summary>
/// <remarks>
/// Tied weights (<c>head.weight = embedding.weight</c>) are two objects of TorchSharp over the same numbers, so parameters are
/// told apart by the address of their numbers. Off the CPU it cannot be read, and there they are not tied: moving a model to a
/// device makes two copies of them.
/// </remarks>
internal sealed class CountedOnce
{
    private readonly HashSet<nn.Module> _layers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Tensor> _parameters = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(nint Address, long Count)> _memory = [];

    /// <summary>Notes a layer.</summary>
    /// <param name="layer">The layer.</param>
    public void Add(nn.Module layer) => _layers.Add(layer);

    /// <summary>Whether a layer was noted.</summary>
    /// <param name="layer">The layer.</param>
    public bool Has(nn.Module layer) => _layers.Contains(layer);

    /// <summary>Notes a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>False when its numbers were counted before.</returns>
    public bool Add(Tensor parameter) => parameter.device_type == DeviceType.CPU && parameter.numel() > 0
        ? _memory.Add((TensorMemory.Address(parameter), parameter.numel()))
        : _parameters.Add(parameter);
}
