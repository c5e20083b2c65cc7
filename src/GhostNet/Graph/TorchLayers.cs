using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>Describes layers: those that describe themselves, and those of TorchSharp.</summary>
internal static class TorchLayers
{
    /// <summary>What a layer makes of its input when it predicts.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="path">Where in the model it is.</param>
    /// <param name="on">The operations.</param>
    /// <param name="input">What the layer is given.</param>
    /// <exception cref="NotSupportedException">The layer has no description.</exception>
    public static T Describe<T>(nn.Module<Tensor, Tensor> layer, string path, Operations<T> on, T input) => layer switch
    {
        DescribedModule described => described.Describe(on, input),
        Sequential sequence => sequence.children().Aggregate(input, (x, child) => on.Apply((nn.Module<Tensor, Tensor>)child, x)),
        Conv2d { padding_type: null or Padding.Valid, padding_mode: PaddingModes.Zeros } conv => on.Convolve(
            input, conv.weight, conv.bias, new Sliding(Of(conv.stride), Of(conv.padding ?? [0, 0]), Of(conv.dilation), conv.groups)),
        Linear linear => on.Convolve(input, linear.weight, linear.bias, Sliding.By(1)),
        BatchNorm2d { weight: { } weight, bias: { } bias, running_mean: { } mean, running_var: { } variance } norm => on.Normalize(
            input, new BatchStatistics(weight, bias, mean, variance, norm.eps)),
        MaxPool2d { ceil_mode: false } pool => on.Pool(
            input,
            isMean: false,
            Of(pool.kernel_size),
            new Sliding(Of(pool.stride ?? pool.kernel_size), Of(pool.padding ?? [0, 0]), Of(pool.dilation ?? [1, 1]))),
        AvgPool2d { ceil_mode: false, divisor_override: null } pool when IsPlain(pool) => on.Pool(
            input, isMean: true, Of(pool.kernel_size), Sliding.By(1) with { Stride = Of(pool.stride ?? pool.kernel_size) }),
        AdaptiveAvgPool2d { output_size: [1] or [1, 1] } => on.GlobalAveragePool(input),
        TorchSharp.Modules.Flatten { start_dim: 1, end_dim: -1 } => on.Flatten(input),
        ReLU => on.Relu(input),
        ReLU6 => on.Activate(input, Activation.Relu6),
        Hardsigmoid => on.Activate(input, Activation.HardSigmoid),
        Hardswish => on.Activate(input, Activation.HardSwish),
        Sigmoid => on.Sigmoid(input),
        SiLU => on.Activate(input, Activation.Silu),
        Dropout or Dropout2d or Identity => input,
        _ => throw new NotSupportedException(
            $"The layer {(path.Length == 0 ? "itself" : path)} ({layer.GetType().Name}) has no description in this form, so only its forward pass is known. "
            + $"Derive it from {nameof(DescribedModule)}, or use layers of this library or the usual ones of TorchSharp."),
    };

    /// <summary>Whether no padding is averaged.</summary>
    private static bool IsPlain(AvgPool2d pool) => pool.padding is null || pool.padding.All(size => size == 0);

    private static Extent Of(IReadOnlyList<long> sizes) => Extent.Of(sizes);
}
