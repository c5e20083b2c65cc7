using GhostNet.Graph;

namespace GhostNet.Layers;

/// <summary>A convolution, batch normalisation and, unless it is left out, a ReLU.</summary>
/// <remarks>Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>.</remarks>
public sealed class ConvBnAct : DescribedModule
{
    private readonly Conv conv;
    private readonly BatchNormAct bn1;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    /// <param name="groups">1, or <paramref name="inChannels"/> for a depthwise convolution.</param>
    public ConvBnAct(int inChannels, int outChannels, int kernelSize = 1, int stride = 1, bool relu = true, int groups = 1)
        : base(nameof(ConvBnAct))
    {
        conv = new Conv(inChannels, outChannels, kernelSize, stride, groups);
        bn1 = new BatchNormAct(outChannels, relu);
        RegisterComponents();
    }

    /// <summary>The convolution.</summary>
    internal Conv Convolution => conv;

    /// <summary>The batch normalisation.</summary>
    internal BatchNormAct Normalization => bn1;

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) => on.Apply(bn1, on.Apply(conv, input));
}
