namespace GhostNet.Training;

/// <summary>Numbers that lie together in the flat memory of all weights. A type of its own can be compiled ahead of time; a tuple cannot.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct WeightPlace(long First, long Length);
