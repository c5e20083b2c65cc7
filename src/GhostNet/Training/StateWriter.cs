using System.Text.Json;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Takes the state of one part of a training: tensors and small values, each by its name. See <see cref="IStateful"/>.</summary>
public sealed class StateWriter
{
    private readonly string _part;
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly Dictionary<string, object> _values = [];

    internal StateWriter(string part) => _part = part;

    /// <summary>The tensors; owned by this object.</summary>
    internal IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The other values: of type double, long, bool or string, or JSON that was read from a checkpoint.</summary>
    internal IReadOnlyDictionary<string, object> Values => _values;

    /// <summary>Writes a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The tensor, on any device. The caller keeps it and may dispose it at once, but must not change its values before the checkpoint is written.</param>
    /// <exception cref="ArgumentException">The name is empty or was written before.</exception>
    public void Write(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Check(name);
        _tensors.Add(name, value.detach().DetachFromDisposeScope());
    }

    /// <summary>Writes a number; NaN and infinity are allowed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentException">The name is empty or was written before.</exception>
    public void Write(string name, double value) => Add(name, value);

    /// <summary>Writes an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The integer.</param>
    /// <exception cref="ArgumentException">The name is empty or was written before.</exception>
    public void Write(string name, long value) => Add(name, value);

    /// <summary>Writes a boolean.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The boolean.</param>
    /// <exception cref="ArgumentException">The name is empty or was written before.</exception>
    public void Write(string name, bool value) => Add(name, value);

    /// <summary>Writes a string, such as JSON of your own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The string. All strings of a checkpoint together may have some megabytes: write a tensor for more.</param>
    /// <exception cref="ArgumentException">The name is empty or was written before.</exception>
    public void Write(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Add(name, value);
    }

    /// <summary>Writes a value as it stood in another checkpoint.</summary>
    internal void Write(string name, JsonElement value) => Add(name, value);

    /// <summary>The part and how much it wrote.</summary>
    public override string ToString() => $"State of {_part}: {_tensors.Count} tensors and {_values.Count} values";

    /// <summary>Disposes the tensors when the checkpoint is written.</summary>
    internal void Release()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private void Add(string name, object value)
    {
        Check(name);
        _values.Add(name, value);
    }

    private void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_tensors.ContainsKey(name) || _values.ContainsKey(name))
        {
            throw new ArgumentException($"The state of {_part} has {name} twice. Give each value a name of its own.", nameof(name));
        }
    }
}
