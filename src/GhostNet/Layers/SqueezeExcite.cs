using GhostNet.Graph;
using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>Squeeze-and-excitation: weighs each channel by a gate computed from the means of all channels.</summary>
/// <remarks>Source: Hu et al., CVPR 2018 (arXiv 1709.01507); used in the GhostNet paper, section 3.3 and table 1.</remarks>
public sealed class SqueezeExcite : DescribedModule
{
    private readonly Conv conv_reduce;
    private readonly Conv conv_expand;
    private readonly HardSigmoid gate;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of input and output.</param>
    /// <param name="ratio">The inner width as a fraction of <paramref name="channels"/>.</param>
    /// <param name="flavor">Whose inner width, rounding and gate: the paper's or the tutorial's.</param>
    public SqueezeExcite(int channels, double ratio = 0.25, GhostNetFlavor flavor = GhostNetFlavor.Paper)
        : base(nameof(SqueezeExcite))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        var inner = flavor == GhostNetFlavor.Paper ? channels * ratio : Math.Floor(channels / ratio);
        InnerChannels = Channels.MakeDivisible(inner, 4, flavor);
        conv_reduce = new Conv(channels, InnerChannels, bias: true);
        conv_expand = new Conv(InnerChannels, channels, bias: true);
        gate = new HardSigmoid(clamped: flavor == GhostNetFlavor.Paper);
        RegisterComponents();
    }

    /// <summary>Channels between the two layers.</summary>
    internal int InnerChannels { get; }

    /// <summary>Weighs the channels of <c>[N, C, H, W]</c>.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>A tensor of the same shape; the caller's dispose scope owns it.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device.</exception>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Maps(input, this, conv_reduce.InChannels, conv_reduce.Weight);
        return base.forward(input);
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        // On [N, C] the two 1×1 convolutions are two small matrix products.
        var inner = on.ReluInPlace(on.Apply(conv_reduce, on.GlobalAveragePool(input)));
        return on.Multiply(input, on.Apply(gate, on.Apply(conv_expand, inner)));
    }
}
