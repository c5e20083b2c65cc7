namespace GhostNet.Weights.Pickle;

/// <summary>Elements somewhere in the file, which one or more tensors use.</summary>
/// <param name="Key">What the file calls them.</param>
/// <param name="Type">What they are.</param>
/// <param name="Count">How many there are.</param>
internal sealed record StorageReference(string Key, ElementType Type, long Count);
