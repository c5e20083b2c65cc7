using System.Text.Json;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The state of one part as a checkpoint had it. Until the part is there, it stands for it, so that a new checkpoint has it too.</summary>
/// <param name="source">The file, for messages.</param>
/// <param name="name">The name of the part.</param>
/// <param name="values">Its values.</param>
/// <param name="tensors">Its tensors on the CPU, in memory: the file may be replaced. This object owns them.</param>
internal sealed class SavedState(
    string source, string name, IReadOnlyDictionary<string, JsonElement> values, IReadOnlyDictionary<string, Tensor> tensors) : IStateful, IDisposable
{
    /// <inheritdoc/>
    public string StateName => name;

    /// <summary>Gives the part its state back.</summary>
    /// <param name="part">The part of this name.</param>
    /// <exception cref="CheckpointException">The state does not fit the part.</exception>
    public void Restore(IStateful part) =>
        part.LoadState(new StateReader(source, name, values, tensor => tensors.TryGetValue(tensor, out var value) ? value.clone() : null));

    /// <inheritdoc/>
    public void SaveState(StateWriter state)
    {
        foreach (var (key, value) in tensors)
        {
            state.Write(key, value);
        }

        foreach (var (key, value) in values)
        {
            state.Write(key, value);
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateReader state) => throw new NotSupportedException("This is a state, not a part that takes one.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
