using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>GhostNetV2: <see cref="GhostNetV1"/> whose bottlenecks, except the first two, have attention along rows and columns.</summary>
/// <remarks>
/// 6,156,908 parameters and 167.05 M multiply-adds at width 1 for 224×224 images. Each map that attention works on must
/// have two rows and two columns or more: <c>Cifar</c> takes images of 17 pixels or more, <c>ImageNet</c> of 33 or more.
/// Source: Tang et al., "GhostNetV2: Enhance Cheap Operation with Long-Range Attention", NeurIPS 2022 (arXiv 2211.12905),
/// section 3.3.
/// </remarks>
public sealed class GhostNetV2 : GhostNetwork
{
    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build: all versions of GhostNet have the same table.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV2(GhostNetConfig config)
        : this(ConfigCheck.Checked(config), GhostNetSpec.Of(nameof(GhostNetV2), config))
    {
    }

    /// <summary>Creates the network of a spec.</summary>
    internal GhostNetV2(GhostNetConfig config, ModelSpec spec)
        : base(config, spec, plainBottlenecks: 2, branches: 1)
    {
    }
}
