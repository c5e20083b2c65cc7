namespace GhostNet.Models;

/// <summary>A row of the network's table: one <see cref="Layers.GhostBottleneck"/>.</summary>
/// <param name="Kernel">Kernel of its depthwise convolutions; odd.</param>
/// <param name="Expansion">Channels between its two Ghost modules, at width 1.</param>
/// <param name="Out">Channels of its output, at width 1.</param>
/// <param name="SqueezeRatio">Ratio of squeeze-and-excitation: 0.01 to 1, or 0 for none.</param>
/// <param name="Stride">1 to 32; the published networks have 1 and 2.</param>
public sealed record Bottleneck(int Kernel, int Expansion, int Out, double SqueezeRatio, int Stride);
