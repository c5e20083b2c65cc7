using GhostNet.Kernels;
using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Prediction;

/// <summary>A <see cref="GhostModule"/> on pixels <c>[N, H, W, C]</c>: for prediction only.</summary>
/// <remarks>Intrinsic maps and ghosts are written where they belong in the output, image by image while it is in the cache: nothing is concatenated.</remarks>
internal sealed class FoldedGhostModule : nn.Module<Tensor, Tensor>
{
    private readonly FoldedConv primary;
    private readonly FoldedConv cheap;
    private readonly int _outChannels;

    public FoldedGhostModule(FoldedConv primary, FoldedConv cheap, int outChannels)
        : base(nameof(FoldedGhostModule))
    {
        (this.primary, this.cheap, _outChannels) = (primary, cheap, outChannels);
        RegisterComponents();
    }

    public override unsafe Tensor forward(Tensor input)
    {
        if (!cheap.IsDepthwise || !FoldedKernel.CanTake(input))
        {
            var intrinsicMaps = primary.call(input);
            var ghosts = cheap.call(intrinsicMaps);
            return cat([intrinsicMaps, ghosts.narrow(3, 0, _outChannels - primary.OutChannels)], 3);
        }

        using var product = primary.Product(input);
        int intrinsic = primary.OutChannels, ghost = _outChannels - intrinsic;
        var shape = cheap.Shape(product) with { Channels = ghost };
        var pixels = (long)shape.Height * shape.Width;
        var output = empty(shape.Images, shape.Height, shape.Width, _outChannels);
        fixed (float* x = TensorMemory.Floats(product), y = TensorMemory.Floats(output))
        fixed (float* primaryBias = TensorMemory.Floats(primary.Bias), taps = TensorMemory.Floats(cheap.Taps), bias = TensorMemory.Floats(cheap.Bias))
        {
            for (long image = 0; image < shape.Images; image++)
            {
                var maps = y + image * pixels * _outChannels;
                FoldedKernel.AddBias(
                    x + image * pixels * intrinsic, intrinsic, maps, _outChannels, pixels, intrinsic, primaryBias, primary.Floor);
                FoldedKernel.Depthwise(shape, maps, _outChannels, taps, intrinsic, bias, maps + intrinsic, _outChannels, cheap.Floor);
            }
        }

        return output;
    }
}
