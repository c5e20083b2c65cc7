using GhostNet.Kernels;
using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A <see cref="GhostBottleneck"/> on pixels <c>[N, H, W, C]</c>: for prediction only.</summary>
internal sealed class FoldedBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly FoldedGhostModule ghost1;
    private readonly FoldedConv? conv_dw;
    private readonly FoldedSqueezeExcite? se;
    private readonly FoldedGhostModule ghost2;
    private readonly Sequential? shortcut;

    public FoldedBottleneck(
        FoldedGhostModule ghost1, FoldedConv? depthwise, FoldedSqueezeExcite? squeezeExcite, FoldedGhostModule ghost2, Sequential? shortcut)
        : base(nameof(FoldedBottleneck))
    {
        (this.ghost1, conv_dw, se, this.ghost2, this.shortcut) = (ghost1, depthwise, squeezeExcite, ghost2, shortcut);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        // What is freed here is used again by the next block while it is in the cache.
        using var scope = NewDisposeScope();
        var x = ghost1.call(input);
        x = conv_dw?.call(x) ?? x;
        x = se?.call(x) ?? x;
        return ghost2.call(x).add_(shortcut?.call(input) ?? input, Held.One).MoveToOuterDisposeScope();
    }
}
