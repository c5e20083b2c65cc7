using GhostNet.Weights;

namespace GhostNet.Training;

/// <summary>A checkpoint file, checked; its tensors are only located.</summary>
/// <param name="Header">Everything but the tensors.</param>
/// <param name="Tensors">The tensors.</param>
/// <param name="DataOffset">Where in the file the bytes of the tensors begin.</param>
/// <param name="IsOldFormat">Whether it has the format of version 0.1.0.</param>
internal sealed record CheckpointContent(CheckpointHeader Header, IReadOnlyList<SafetensorsEntry> Tensors, long DataOffset, bool IsOldFormat);
