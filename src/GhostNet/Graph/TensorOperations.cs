using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>A description computed: the forward pass. Layers inside are called, so that their hooks run.</summary>
internal sealed class TensorOperations : Operations<Tensor>
{
    private static readonly Scalar s_three = 3.0;
    private static readonly Scalar s_six = 6.0;

    private TensorOperations()
    {
    }

    /// <summary>The only one: it keeps nothing.</summary>
    public static TensorOperations Instance { get; } = new();

    public override Tensor Apply(nn.Module<Tensor, Tensor> layer, Tensor input) => layer.call(input);

    public override Tensor Add(Tensor first, Tensor second) => first.add(second, PinnedScalars.One);

    public override Tensor AddInPlace(Tensor sum, Tensor term) => sum.add_(term, PinnedScalars.One);

    public override Tensor Multiply(Tensor input, Tensor gates) =>
        input.dim() == 4 && gates.dim() == 2 ? input * gates.unsqueeze(2).unsqueeze(3) : input * gates;

    public override Tensor ReluInPlace(Tensor input) => input.relu_();

    public override Tensor Concat(Tensor first, Tensor second) => cat([first, second], 1);

    public override Tensor FirstChannels(Tensor input, int channels) => input.narrow(1, 0, channels);

    public override Tensor AppendZeros(Tensor maps, int channels) => nn.functional.pad(maps, [0, 0, 0, 0, 0, channels]);

    public override Tensor Subsample(Tensor maps, int stride) =>
        maps.slice(2, 0, maps.size(2), stride).slice(3, 0, maps.size(3), stride);

    public override Tensor GlobalAveragePool(Tensor maps) => maps.mean([2, 3]);

    public override Tensor ResizeTo(Tensor maps, Tensor like) => nn.functional.interpolate(maps, [like.size(2), like.size(3)]);

    internal override Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, Sliding sliding) => input.dim() == 2
        ? nn.functional.linear(input, weight.flatten(1), bias)
        : nn.functional.conv2d(
            input, weight, bias, sliding.Stride.ToArray(), sliding.Padding.ToArray(), sliding.Dilation.ToArray(), sliding.Groups);

    internal override Tensor Normalize(Tensor input, BatchStatistics statistics) => nn.functional.batch_norm(
        input, statistics.Mean, statistics.Variance, statistics.Weight, statistics.Bias, training: false, eps: statistics.Epsilon);

    internal override Tensor Activate(Tensor input, Activation activation) => activation switch
    {
        Activation.Relu => nn.functional.relu(input),
        Activation.Relu6 => nn.functional.relu6(input),
        Activation.HardSigmoid => nn.functional.hardsigmoid(input),
        Activation.UnclampedHardSigmoid => nn.functional.relu(input.add(s_three, PinnedScalars.One)).div(s_six),
        Activation.HardSwish => nn.functional.hardswish(input),
        Activation.Sigmoid => input.sigmoid(),
        Activation.Silu => nn.functional.silu(input),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation."),
    };

    internal override Tensor Pool(Tensor maps, bool isMean, Extent window, Sliding sliding) => isMean
        ? nn.functional.avg_pool2d(maps, window.ToArray(), sliding.Stride.ToArray(), sliding.Padding.ToArray())
        : nn.functional.max_pool2d(maps, window.ToArray(), sliding.Stride.ToArray(), sliding.Padding.ToArray(), sliding.Dilation.ToArray());

    internal override Tensor Flatten(Tensor maps) => maps.flatten(1);
}
