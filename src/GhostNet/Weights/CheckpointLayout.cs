namespace GhostNet.Weights;

/// <summary>Which tensors of a checkpoint are the weights of its network; a checkpoint is a safetensors file that holds a whole training.</summary>
internal static class CheckpointLayout
{
    /// <summary>The entry of the metadata that makes a safetensors file a checkpoint: the version of this layout.</summary>
    public const string Key = "ghostnet.checkpoint";

    /// <summary>What the names of weights and buffers begin with.</summary>
    public const string ModelPrefix = "model.";

    /// <summary>What the names of averaged weights begin with.</summary>
    public const string AveragePrefix = "average.";

    /// <summary>The weights and buffers of the network, by the names that they have in it.</summary>
    /// <param name="entries">All tensors of a checkpoint.</param>
    /// <param name="averaged">Whether to take the moving average of a weight where there is one.</param>
    public static IEnumerable<SafetensorsEntry> Weights(IEnumerable<SafetensorsEntry> entries, bool averaged)
    {
        var all = entries.ToList();
        var averages = all.Where(entry => averaged && entry.Name.StartsWith(AveragePrefix, StringComparison.Ordinal))
            .ToDictionary(static entry => entry.Name[AveragePrefix.Length..]);
        return all.Where(static entry => entry.Name.StartsWith(ModelPrefix, StringComparison.Ordinal))
            .Select(static entry => entry with { Name = entry.Name[ModelPrefix.Length..] })
            .Select(entry => averages.TryGetValue(entry.Name, out var average) ? average with { Name = entry.Name } : entry);
    }
}
