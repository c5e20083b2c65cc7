using GhostNet.Graph;

namespace GhostNet.Prediction;

/// <summary>A Ghost module: maps by one convolution, ghosts of them by a depthwise one, side by side.</summary>
/// <param name="Primary">What makes the intrinsic maps.</param>
/// <param name="Cheap">What makes the ghosts of them.</param>
internal sealed record GhostOperation(Operation.Convolution Primary, Operation.Convolution Cheap) : Operation;
