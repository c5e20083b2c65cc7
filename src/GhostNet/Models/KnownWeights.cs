using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Weights of a network that someone trained and published; <see cref="Pretrained.Load"/> fetches them.</summary>
/// <param name="about">What they were trained on, how well they do and by whom they are, in a line.</param>
/// <param name="source">Where they are.</param>
public sealed class KnownWeights(string about, WeightDownloadOptions source)
{
    /// <summary>What they were trained on, how well they do and by whom they are, in a line.</summary>
    public string About { get; } = about;

    /// <summary>Where they are.</summary>
    public WeightDownloadOptions Source { get; } = source;

    /// <summary>What is known about them.</summary>
    public override string ToString() => About;
}
