using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The states of the parts of a training, to be given back when this is disposed.</summary>
internal sealed class SavedParts : IDisposable
{
    private readonly IReadOnlyList<IStateful> _parts;
    private readonly List<SavedState> _states;

    public SavedParts(IReadOnlyList<IStateful> parts)
    {
        _parts = parts;
        using var states = PartStates.Of(parts);
        var values = PartStates.Parse(states.ToJson());
        var tensors = states.Tensors.ToList();
        _states = [.. parts.Select(part => new SavedState("memory", part.StateName, values[part.StateName], Tensors(tensors, PartStates.Prefix(part.StateName))))];
    }

    public void Dispose()
    {
        foreach (var (part, state) in _parts.Zip(_states))
        {
            state.Restore(part);
            state.Dispose();
        }
    }

    private static Dictionary<string, Tensor> Tensors(IEnumerable<KeyValuePair<string, Tensor>> all, string prefix) => all
        .Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(item => item.Key[prefix.Length..], item => item.Value.cpu().clone().DetachFromDisposeScope());
}
