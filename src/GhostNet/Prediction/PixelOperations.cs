using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>Operations on pixels, contiguous <c>[N, H, W, C]</c>, and on vectors <c>[N, C]</c>. The caller's dispose scope owns results.</summary>
internal static class PixelOperations
{
    private static readonly Scalar s_three = 3.0;
    private static readonly Scalar s_six = 6.0;

    /// <summary>Every <paramref name="stride"/>-th pixel in both directions.</summary>
    public static Tensor Subsample(Tensor pixels, long stride)
    {
        using var rows = pixels.slice(1, 0, pixels.size(1), stride);
        using var columns = rows.slice(2, 0, pixels.size(2), stride);
        return columns.contiguous();
    }

    /// <summary>The first channels.</summary>
    public static Tensor FirstChannels(Tensor input, long channels)
    {
        using var first = input.narrow(-1, 0, channels);
        return first.contiguous();
    }

    /// <summary>The mean of each map.</summary>
    public static Tensor GlobalAveragePool(Tensor pixels) => pixels.mean([1, 2]);

    /// <summary>The first input weighed by the second.</summary>
    /// <param name="input">Pixels or vectors.</param>
    /// <param name="gates">The same shape, or a gate for each map.</param>
    /// <param name="inPlace">Whether the result may take the place of <paramref name="input"/>.</param>
    public static Tensor Multiply(Tensor input, Tensor gates, bool inPlace)
    {
        using var rows = gates.dim() < input.dim() ? gates.unsqueeze(1) : gates.alias();
        using var weights = rows.dim() < input.dim() ? rows.unsqueeze(1) : rows.alias();
        return inPlace ? input.mul_(weights) : input.mul(weights);
    }

    /// <summary>A function of each number.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="function">The function.</param>
    /// <param name="inPlace">Whether the result may take the place of <paramref name="input"/>.</param>
    public static Tensor Activate(Tensor input, Activation function, bool inPlace)
    {
        if (function == Activation.UnclampedHardSigmoid)
        {
            using var shifted = input.add(s_three, PinnedScalars.One);
            return shifted.relu_().div(s_six);
        }

        return function switch
        {
            Activation.Relu => inPlace ? input.relu_() : input.relu(),
            Activation.Sigmoid => inPlace ? input.sigmoid_() : input.sigmoid(),
            Activation.Relu6 => nn.functional.relu6(input, inPlace),
            Activation.HardSigmoid => nn.functional.hardsigmoid(input, inPlace),
            Activation.HardSwish => nn.functional.hardswish(input, inPlace),
            Activation.Silu => nn.functional.silu(input, inPlace),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such activation."),
        };
    }

    /// <summary>What an operation of libtorch on maps <c>[N, C, H, W]</c> makes of pixels.</summary>
    public static Tensor OnMaps(Tensor pixels, Func<Tensor, Tensor> operation)
    {
        using var maps = pixels.permute(0, 3, 1, 2);
        using var made = operation(maps);
        return ChannelsLast.Pixels(made);
    }

    /// <summary>Maps as vectors, in the order of PyTorch.</summary>
    public static Tensor Flatten(Tensor pixels)
    {
        using var maps = pixels.permute(0, 3, 1, 2);
        return maps.flatten(1);
    }
}
