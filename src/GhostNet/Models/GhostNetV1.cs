using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>GhostNet, an image classifier that makes more features from cheap operations.</summary>
/// <remarks>
/// Source: Han et al., "GhostNet: More Features from Cheap Operations", CVPR 2020 (arXiv 1911.11907), table 1.
/// </remarks>
public sealed class GhostNetV1 : GhostNetwork
{
    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV1(GhostNetConfig config)
        : this(ConfigCheck.Checked(config), GhostNetSpec.Of(nameof(GhostNetV1), config))
    {
    }

    /// <summary>Creates the network of a spec.</summary>
    internal GhostNetV1(GhostNetConfig config, ModelSpec spec)
        : base(config, spec, plainBottlenecks: int.MaxValue, branches: 1)
    {
    }
}
