using GhostNet.Interop.Pickle;

namespace GhostNet.Interop;

/// <summary>What a PyTorch checkpoint describes, before any number of a tensor is read.</summary>
/// <param name="Root">The object that was saved.</param>
/// <param name="Locate">Where the numbers of a storage begin, after checking that all of them are there.</param>
internal sealed record CheckpointContent(object? Root, Func<StorageReference, long> Locate)
{
    /// <summary>Where training scripts put the weights, in the order in which they are looked for.</summary>
    private static readonly string[] s_usual = ["state_dict", "model", "model_state_dict", "state_dict_ema", "model_ema"];

    /// <summary>The weights: an item of the given name, or one of a usual name, or else the whole.</summary>
    /// <exception cref="WeightFileException">There are no weights there.</exception>
    public PickleDict Weights(string path, string? entry)
    {
        var root = Root as PickleDict;
        var candidates = root is null
            ? []
            : (entry is null ? s_usual : [entry]).Select(name => root.Items.GetValueOrDefault(name)).OfType<PickleDict>();
        return candidates.FirstOrDefault(HasTensors)
            ?? (entry is null && root is not null && HasTensors(root) ? root : null)
            ?? throw new WeightFileException(
                $"{path} has no tensors by name{(entry is null ? "" : $" in {entry}")}. It holds {Describe(root)}. "
                + $"{nameof(PyTorchCheckpoint)}.{nameof(PyTorchCheckpoint.Read)}(path, entry) reads the weights in another entry.");
    }

    private static bool HasTensors(PickleDict dict) => dict.Items.Values.Any(static value => value is TensorReference);

    private static string Describe(PickleDict? root) => root is null
        ? "no dict"
        : root.Items.Count == 0 ? "an empty dict" : $"a dict with {string.Join(", ", root.Items.Keys.Take(10))}";
}
