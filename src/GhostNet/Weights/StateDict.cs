using System.Collections;
using System.Diagnostics.CodeAnalysis;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Tensors by name, in the order of the file that they were read from.</summary>
/// <remarks>
/// It owns its tensors, which are on the CPU; dispose it when you are done with them, because no dispose scope does. Tensors of a
/// PyTorch checkpoint keep their strides, and those that share memory in it share memory here.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "PyTorch's name for it is the field's standard.")]
public sealed class StateDict : IReadOnlyCollection<KeyValuePair<string, Tensor>>, IDisposable
{
    private readonly OrderedDictionary<string, Tensor> _tensors = [];

    internal StateDict(string source, NetworkDescription? description = null) => (Source, Description) = (source, description);

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>The file's description of its network; null if it has none, as in files of other programs.</summary>
    public NetworkDescription? Description { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>A tensor by its name; owned by this object.</summary>
    /// <param name="name">The full name, as in the file.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public Tensor this[string name] => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new KeyNotFoundException($"{Source} has no tensor {ForeignText.Show(name)}.");

    /// <summary>Reads a file of weights, or those in a checkpoint of a training: averaged ones if there are any. Its content decides which format it has.</summary>
    /// <param name="path">A file with the extension .safetensors or .ckpt, or .pth, .pt, .bin or .tar for a PyTorch checkpoint.</param>
    /// <returns>Its tensors; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">The name has another extension.</exception>
    /// <exception cref="WeightFileException">The file cannot be read; the message says why.</exception>
    public static StateDict Read(string path) => WeightFormat.OfContent(path).Read(path);

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The full name.</param>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => _tensors.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The file and what it holds, in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Source}: {Count} tensors, {_tensors.Values.Sum(static tensor => (double)tensor.numel()):N0} numbers");

    /// <summary>Takes a tensor over from the dispose scope that has it.</summary>
    internal void Add(string name, Tensor tensor) => _tensors.Add(name, tensor.DetachFromDisposeScope());
}
