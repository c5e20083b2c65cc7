using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>
/// Makes <c>n</c> feature maps from a few: an ordinary convolution makes the intrinsic maps, and a cheap depthwise
/// convolution makes their ghosts. In GhostNetV2, attention then weighs every pixel of every map; in GhostNetV3, several
/// convolutions are trained in the place of each.
/// </summary>
/// <remarks>
/// Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>, intrinsic maps first.
/// Source: GhostNet paper, section 3.1, equations 2 and 3, figure 2; with attention GhostNetV2 paper (arXiv 2211.12905),
/// section 3.3, figure 4; with branches GhostNetV3 paper (arXiv 2404.11202), on re-parameterization.
/// </remarks>
public sealed class GhostModule : DescribedModule
{
    private readonly Sequential? primary_conv;
    private readonly Sequential? cheap_operation;
    private readonly ConvBranches? _primary;
    private readonly ConvBranches? _cheap;
    private readonly DfcAttention? short_conv;

    /// <summary>Creates the module.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output: intrinsic maps and ghosts together (<c>n</c> in the paper).</param>
    /// <param name="kernelSize">Kernel of the primary convolution (<c>k</c>).</param>
    /// <param name="ratio">Maps per intrinsic map (<c>s</c>): 2 makes one ghost of each.</param>
    /// <param name="dwSize">Kernel of the cheap operation (<c>d</c>).</param>
    /// <param name="stride">Step of the primary convolution.</param>
    /// <param name="relu">Whether a ReLU follows each of the two.</param>
    /// <param name="attention">
    /// What weighs the output, made for the same channels, or null for nothing; only at stride 1. The module owns it.
    /// </param>
    /// <param name="branches">
    /// Parallel convolutions in place of each of the two; their sum is merged into one for prediction. 1 for a plain convolution.
    /// </param>
    /// <exception cref="ArgumentException">A number is too small, or the attention is for other channels or another stride.</exception>
    public GhostModule(
        int inChannels,
        int outChannels,
        int kernelSize = 1,
        int ratio = 2,
        int dwSize = 3,
        int stride = 1,
        bool relu = true,
        DfcAttention? attention = null,
        int branches = 1)
        : base(nameof(GhostModule))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(branches);
        if (attention is not null && (attention.InChannels, attention.OutChannels, 1) != (inChannels, outChannels, stride))
        {
            throw new ArgumentException(
                $"The attention is for {attention.InChannels} channels to {attention.OutChannels} at stride 1, but the module for {inChannels} to {outChannels} at stride {stride}.",
                nameof(attention));
        }

        OutChannels = outChannels;
        IntrinsicChannels = (outChannels + ratio - 1) / ratio;
        GhostChannels = IntrinsicChannels * (ratio - 1);
        if (branches == 1)
        {
            primary_conv = ConvBn(new Conv(inChannels, IntrinsicChannels, kernelSize, stride), relu);
            cheap_operation = ConvBn(new Conv(IntrinsicChannels, GhostChannels, dwSize, groups: IntrinsicChannels), relu);
        }
        else
        {
            _primary = new ConvBranches(this, "primary", branches, inChannels, IntrinsicChannels, kernelSize, stride, relu: relu);
            _cheap = new ConvBranches(
                this, "cheap", branches, IntrinsicChannels, GhostChannels, dwSize, groups: IntrinsicChannels, relu: relu);
        }

        short_conv = attention;
        RegisterComponents();
    }

    /// <summary>Channels of the output.</summary>
    internal int OutChannels { get; }

    /// <summary>Maps that the primary convolution makes (<c>m</c> in the paper's equation 2).</summary>
    internal int IntrinsicChannels { get; }

    /// <summary>Maps that the cheap operation makes; those beyond <see cref="OutChannels"/> are dropped.</summary>
    internal int GhostChannels { get; }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var intrinsic = _primary is null ? on.Apply(primary_conv!, input) : _primary.Describe(on, input);
        var ghosts = _cheap is null ? on.Apply(cheap_operation!, intrinsic) : _cheap.Describe(on, intrinsic);
        var wanted = OutChannels - IntrinsicChannels;
        var maps = on.Concat(intrinsic, wanted == GhostChannels ? ghosts : on.FirstChannels(ghosts, wanted));
        return short_conv is null ? maps : on.Multiply(maps, on.Apply(short_conv, input));
    }

    private static Sequential ConvBn(Conv conv, bool relu) => nn.Sequential(conv, new BatchNormAct(conv.OutChannels, relu));
}
