using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A <see cref="GhostOperation"/> on pixels <c>[N, H, W, C]</c>: for prediction only.</summary>
/// <remarks>Intrinsic maps and ghosts are written where they belong in the output, image by image while it is in the cache: nothing is concatenated.</remarks>
internal sealed class GhostMaps : nn.Module<Tensor, Tensor>
{
    private readonly FusedConvolution primary;
    private readonly FusedConvolution cheap;
    private readonly int _outChannels;

    public GhostMaps(GhostOperation ghost, long outChannels)
        : base(nameof(GhostMaps))
    {
        (primary, cheap, _outChannels) = (new FusedConvolution(ghost.Primary), new FusedConvolution(ghost.Cheap), (int)outChannels);
        RegisterComponents();
    }

    public override unsafe Tensor forward(Tensor input)
    {
        if (!PredictionKernel.CanTake(input))
        {
            using var intrinsicMaps = primary.call(input);
            using var ghosts = cheap.call(intrinsicMaps);
            using var wanted = ghosts.narrow(3, 0, _outChannels - primary.OutChannels);
            return cat([intrinsicMaps, wanted], 3);
        }

        using var product = primary.Product(input);
        int intrinsic = primary.OutChannels, ghost = _outChannels - intrinsic;
        var shape = cheap.Shape(product) with { Channels = ghost };
        var pixels = (long)shape.Height * shape.Width;
        var output = empty(shape.Images, shape.Height, shape.Width, _outChannels);
        fixed (float* x = TensorMemory.Floats(product), y = TensorMemory.Floats(output))
        fixed (float* primaryBias = TensorMemory.Floats(primary.Bias), taps = TensorMemory.Floats(cheap.Weights), bias = TensorMemory.Floats(cheap.Bias))
        {
            for (long image = 0; image < shape.Images; image++)
            {
                var maps = y + image * pixels * _outChannels;
                PredictionKernel.AddBias(
                    x + image * pixels * intrinsic, intrinsic, maps, _outChannels, pixels, intrinsic, primaryBias, primary.Floor);
                PredictionKernel.Depthwise(shape, maps, _outChannels, taps, intrinsic, bias, maps + intrinsic, _outChannels, cheap.Floor);
            }
        }

        return output;
    }
}
