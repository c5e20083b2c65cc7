namespace GhostNet.Weights.Pickle;

/// <summary>What a pickle holds.</summary>
/// <param name="Value">
/// The value. A list is a <see cref="PickleList"/>, a tuple a <see cref="PickleTuple"/>, a dict a <see cref="PickleDict"/>, a tensor a
/// <see cref="TensorReference"/>; an integer is a long or a BigInteger, a float a double, a string a string, a boolean a bool, None is null.
/// Anything else is a <see cref="PickleUnknown"/>.
/// </param>
/// <param name="Storages">The storages that it names, by key.</param>
/// <param name="End">The byte of the file after it.</param>
internal sealed record Unpickled(object? Value, IReadOnlyDictionary<string, StorageReference> Storages, long End);
