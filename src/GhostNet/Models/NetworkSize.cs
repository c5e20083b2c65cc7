namespace GhostNet.Models;

/// <summary>How large a network is, at least.</summary>
/// <param name="Numbers">Numbers in all of its tensors.</param>
/// <param name="Tensors">Tensors in its state.</param>
internal sealed record NetworkSize(double Numbers, int Tensors);
