namespace GhostNet.Weights.Pickle;

/// <summary>A tensor, before its numbers are read.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">The first one's place in the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">How far apart neighbours of each dimension are in the storage.</param>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides);
