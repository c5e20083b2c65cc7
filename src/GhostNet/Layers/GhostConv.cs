using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>
/// A Ghost module in the place of a single convolution, whose batch normalisation and activation the network around it has: some of the maps are made as
/// before, and depthwise convolutions make their ghosts.
/// </summary>
/// <remarks>Source: GhostNet paper, section 3.1, equations 2 and 3, with a linear Φ.</remarks>
internal sealed class GhostConv : DescribedModule
{
    private readonly nn.Module<Tensor, Tensor> primary_conv;
    private readonly Conv cheap_operation;
    private readonly int _dropped;

    /// <summary>Creates the module.</summary>
    /// <param name="create">Makes a convolution like the replaced one for a number of channels.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="ratio">Maps per intrinsic map.</param>
    /// <param name="dwSize">Kernel of the cheap operation.</param>
    /// <param name="bias">Whether the replaced convolution adds a number to each channel.</param>
    public GhostConv(Func<int, nn.Module<Tensor, Tensor>> create, int outChannels, int ratio, int dwSize, bool bias)
        : base(nameof(GhostConv))
    {
        var intrinsic = (outChannels + ratio - 1) / ratio;
        var ghosts = intrinsic * (ratio - 1);
        primary_conv = create(intrinsic);
        cheap_operation = new Conv(intrinsic, ghosts, dwSize, groups: intrinsic, bias: bias);
        _dropped = intrinsic + ghosts - outChannels;
        RegisterComponents();
    }

    /// <summary>The same for a convolution of TorchSharp.</summary>
    public static GhostConv Of(Conv2d conv, int ratio, int dwSize) => new(channels => Like(conv, channels), (int)conv.out_channels, ratio, dwSize, conv.bias is not null);

    /// <summary>The same for a convolution of this library.</summary>
    public static GhostConv Of(Conv conv, int ratio, int dwSize) => new(
        channels => new Conv(conv.InChannels, channels, conv.KernelSize, conv.Stride, bias: conv.Bias is not null), conv.OutChannels, ratio, dwSize, conv.Bias is not null);

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var intrinsic = on.Apply(primary_conv, input);
        var ghosts = on.Apply(cheap_operation, intrinsic);
        var wanted = cheap_operation.OutChannels - _dropped;
        return on.Concat(intrinsic, _dropped == 0 ? ghosts : on.FirstChannels(ghosts, wanted));
    }

    private static Conv2d Like(Conv2d conv, int channels)
    {
        var (kernel, stride, dilation) = (Pair(conv.kernel_size), Pair(conv.stride), Pair(conv.dilation));
        return conv.padding_type is { } padding
            ? nn.Conv2d(conv.in_channels, channels, kernel, padding, stride, dilation, conv.padding_mode, bias: conv.bias is not null)
            : nn.Conv2d(conv.in_channels, channels, kernel, stride, Pair(conv.padding ?? [0, 0]), dilation, conv.padding_mode, bias: conv.bias is not null);
    }

    private static (long, long) Pair(long[] sizes) => (sizes[0], sizes[^1]);
}
