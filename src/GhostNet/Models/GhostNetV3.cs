using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>GhostNetV3: <see cref="GhostNetV2"/> whose bottlenecks train several parallel convolutions in place of each one.</summary>
/// <remarks>
/// 8,129,028 parameters and 404 M multiply-adds at width 1 for 224×224 images. <see cref="ImageClassifier.Optimized"/> and the
/// ONNX export merge the branches, which leaves what <see cref="GhostNetV2"/> costs: 167 M. Source: Liu et al., "GhostNetV3: Exploring the Training Strategies for Compact Models" (arXiv 2404.11202), on re-parameterization.
/// </remarks>
public sealed class GhostNetV3 : GhostNetwork
{
    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build: all versions of GhostNet have the same table.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV3(GhostNetConfig config)
        : this(ConfigCheck.Checked(config), GhostNetSpec.Of(nameof(GhostNetV3), config))
    {
    }

    /// <summary>Creates the network of a spec.</summary>
    internal GhostNetV3(GhostNetConfig config, ModelSpec spec)
        : base(config, spec, plainBottlenecks: 2, branches: 3)
    {
    }

    /// <summary>The authors call the batch normalisation of a branch <c>bn</c>, timm calls it <c>bn1</c>.</summary>
    private protected override string OwnName(string name) =>
        name.Contains("_rpr_", StringComparison.Ordinal) ? name.Replace(".bn.", ".bn1.", StringComparison.Ordinal) : name;
}
