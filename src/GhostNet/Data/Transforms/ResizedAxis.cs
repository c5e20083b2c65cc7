namespace GhostNet.Data;

/// <summary>One axis of a picture that is resized.</summary>
/// <param name="Start">Where the part that is resized begins, in pixels of the picture.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Size">Pixels that it is resized to.</param>
/// <param name="First">The first of these that is wanted.</param>
/// <param name="Count">How many are wanted.</param>
internal readonly record struct ResizedAxis(double Start, double End, int Size, int First, int Count);
