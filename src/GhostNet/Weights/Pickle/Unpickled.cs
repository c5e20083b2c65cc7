namespace GhostNet.Weights.Pickle;

/// <summary>What a pickle holds.</summary>
/// <param name="Value">The value: see <see cref="PickleList"/> and its neighbours.</param>
/// <param name="Storages">The storages that it names, by key.</param>
/// <param name="End">The byte of the file after it.</param>
internal sealed record Unpickled(object? Value, IReadOnlyDictionary<string, StorageReference> Storages, long End);
