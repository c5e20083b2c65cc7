using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>
/// Two Ghost modules with a shortcut: the first widens, the second narrows; at stride 2 a depthwise convolution lies
/// between them.
/// </summary>
/// <remarks>
/// Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>.
/// Source: GhostNet paper, section 3.2, figure 3; with attention GhostNetV2 paper (arXiv 2211.12905), figure 5; with
/// branches GhostNetV3 paper (arXiv 2404.11202), on re-parameterization.
/// </remarks>
public sealed class GhostBottleneck : DescribedModule
{
    private readonly GhostModule ghost1;
    private readonly Conv? conv_dw;
    private readonly BatchNormAct? bn_dw;
    private readonly ConvBranches? _dw;
    private readonly SqueezeExcite? se;
    private readonly GhostModule ghost2;
    private readonly Sequential? shortcut;

    /// <summary>Creates the bottleneck.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="midChannels">Channels between the two Ghost modules.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Kernel of the depthwise convolutions at stride 2 and in the shortcut.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="squeezeExcite">The layer between the Ghost modules, or null for none. The bottleneck owns it.</param>
    /// <param name="attention">What weighs the maps of the first Ghost module, or null for nothing. The bottleneck owns it.</param>
    /// <param name="branches">
    /// Parallel convolutions in place of each one, except those of shortcut and attention; their sum is merged into one for
    /// prediction. 1 for a plain convolution.
    /// </param>
    public GhostBottleneck(
        int inChannels,
        int midChannels,
        int outChannels,
        int kernelSize = 3,
        int stride = 1,
        SqueezeExcite? squeezeExcite = null,
        DfcAttention? attention = null,
        int branches = 1)
        : base(nameof(GhostBottleneck))
    {
        ghost1 = new GhostModule(inChannels, midChannels, attention: attention, branches: branches);
        if (stride > 1 && branches > 1)
        {
            _dw = new ConvBranches(this, "dw", branches, midChannels, midChannels, kernelSize, stride, groups: midChannels);
        }
        else if (stride > 1)
        {
            conv_dw = new Conv(midChannels, midChannels, kernelSize, stride, groups: midChannels);
            bn_dw = new BatchNormAct(midChannels);
        }

        se = squeezeExcite;
        ghost2 = new GhostModule(midChannels, outChannels, relu: false, branches: branches);
        if (stride > 1 || inChannels != outChannels)
        {
            shortcut = nn.Sequential(
                new Conv(inChannels, inChannels, kernelSize, stride, groups: inChannels),
                new BatchNormAct(inChannels),
                new Conv(inChannels, outChannels),
                new BatchNormAct(outChannels));
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(ghost1, input);
        if (_dw is not null)
        {
            x = _dw.Describe(on, x);
        }
        else if (conv_dw is not null)
        {
            x = on.Apply(bn_dw!, on.Apply(conv_dw, x));
        }

        if (se is not null)
        {
            x = on.Apply(se, x);
        }

        return on.AddInPlace(on.Apply(ghost2, x), shortcut is null ? input : on.Apply(shortcut, input));
    }
}
