using GhostNet.Kernels;
using static TorchSharp.torch;


namespace GhostNet.Models;

/// <summary>Two 3×3 units whose result is added to what went in.</summary>
/// <remarks>Source: He et al., CVPR 2016 (arXiv 1512.03385), figure 2; the shortcut is option A of section 4.1.</remarks>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> unit1;
    private readonly nn.Module<Tensor, Tensor> unit2;

    public ResidualBlock(int inChannels, int outChannels, int stride, TwinUnit unit)
        : base(nameof(ResidualBlock))
    {
        unit1 = unit.Create(inChannels, outChannels, stride);
        unit2 = unit.Create(outChannels, outChannels, relu: false);
        (Stride, NewChannels) = (stride, outChannels - inChannels);
        RegisterComponents();
    }

    /// <summary>Step of the first unit.</summary>
    public int Stride { get; }

    /// <summary>Channels of the output that the input does not have.</summary>
    public int NewChannels { get; }

    /// <summary>Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>.</summary>
    public override Tensor forward(Tensor input) => unit2.call(unit1.call(input)).add_(Shortcut(input), Held.One).relu_();

    /// <summary>The input itself, or every second pixel of it with zeros as the new channels.</summary>
    private Tensor Shortcut(Tensor input) => Stride == 1
        ? input
        : nn.functional.pad(input.slice(2, 0, input.size(2), Stride).slice(3, 0, input.size(3), Stride), [0, 0, 0, 0, 0, NewChannels]);
}
