using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A tensor in a checkpoint of version 0.1.0. The bytes of all follow each other in this order, little-endian.</summary>
internal sealed record OldTensorEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Bytes);
