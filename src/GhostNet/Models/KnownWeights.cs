using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Weights of a network that someone trained and published; <see cref="Pretrained.Load"/> fetches them.</summary>
/// <param name="About">What they were trained on, how well they do and by whom they are, in a line.</param>
/// <param name="Source">Where they are.</param>
public sealed record KnownWeights(string About, WeightDownloadOptions Source)
{
    /// <summary>What is known about them.</summary>
    public override string ToString() => About;
}
