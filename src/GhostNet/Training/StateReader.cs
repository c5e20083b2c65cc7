using System.Globalization;
using System.Text.Json;
using GhostNet.IO;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Gives the state of one part of a training back from a checkpoint. See <see cref="IStateful"/>.</summary>
public sealed class StateReader
{
    private readonly string _source;
    private readonly string _part;
    private readonly IReadOnlyDictionary<string, JsonElement> _values;
    private readonly Func<string, Tensor?> _readTensor;

    /// <summary>Prepares to read.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="part">The name of the part.</param>
    /// <param name="values">Its values.</param>
    /// <param name="readTensor">Reads one of its tensors onto the CPU; null when there is none of that name.</param>
    internal StateReader(string source, string part, IReadOnlyDictionary<string, JsonElement> values, Func<string, Tensor?> readTensor) =>
        (_source, _part, _values, _readTensor) = (source, part, values, readTensor);

    /// <summary>Reads a tensor onto the CPU.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is none of that name.</exception>
    public Tensor ReadTensor(string name) => _readTensor(name) ?? throw Wrong(name, "tensor");

    /// <summary>Copies a tensor of the checkpoint into one in memory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="target">A tensor of the same shape and type, on any device.</param>
    /// <exception cref="CheckpointException">There is none of that name, or it has another shape or type.</exception>
    public void CopyTo(string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var _ = no_grad();
        using var source = ReadTensor(name);
        if (source.dtype != target.dtype || !source.shape.SequenceEqual(target.shape))
        {
            throw new CheckpointException(
                $"{_source} has {ForeignText.Show(name)} of {_part} as {TensorShape.Text(source)}, but this training needs {TensorShape.Text(target)}: it was saved by another training.");
        }

        target.copy_(source);
    }

    /// <summary>Reads a number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is no number of that name.</exception>
    public double ReadDouble(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) => value,
        { ValueKind: JsonValueKind.String } text when text.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        _ => throw Wrong(name, "number"),
    };

    /// <summary>Reads an integer.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is no integer of that name.</exception>
    public long ReadInt64(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : throw Wrong(name, "integer");

    /// <summary>Reads a boolean.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is no boolean of that name.</exception>
    public bool ReadBoolean(string name) =>
        Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : throw Wrong(name, "boolean");

    /// <summary>Reads a string.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="CheckpointException">There is no string of that name.</exception>
    public string ReadString(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Wrong(name, "string");

    /// <summary>The part and the file.</summary>
    public override string ToString() => $"State of {_part} in {_source}";

    private JsonElement? Find(string name) => _values.TryGetValue(name, out var value) ? value : null;

    private CheckpointException Wrong(string name, string kind) =>
        new($"{_source} has no {kind} {ForeignText.Show(name)} for {_part}: it was saved by another version of it, or by another part of the same name.");
}
