using GhostNet.Graph;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>Two 3×3 blocks whose result is added to what went in.</summary>
/// <remarks>
/// Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, ⌈H / stride⌉, ⌈W / stride⌉]</c>.
/// Source: He et al., CVPR 2016 (arXiv 1512.03385), figure 2; the shortcut is option A of section 4.1.
/// </remarks>
internal sealed class ResidualBlock : DescribedModule
{
    private readonly nn.Module<Tensor, Tensor> unit1;
    private readonly nn.Module<Tensor, Tensor> unit2;
    private readonly int _stride;
    private readonly int _newChannels;

    public ResidualBlock(int inChannels, int outChannels, int stride, ConvBlockFactory factory)
        : base(nameof(ResidualBlock))
    {
        unit1 = factory.Create(inChannels, outChannels, stride);
        unit2 = factory.Create(outChannels, outChannels, relu: false);
        (_stride, _newChannels) = (stride, outChannels - inChannels);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.ReluInPlace(on.AddInPlace(on.Apply(unit2, on.Apply(unit1, input)), Shortcut(on, input)));

    /// <summary>The input itself, or every second pixel of it with zeros as the new channels.</summary>
    private T Shortcut<T>(Operations<T> on, T input) =>
        _stride == 1 ? input : on.AppendZeros(on.Subsample(input, _stride), _newChannels);
}
