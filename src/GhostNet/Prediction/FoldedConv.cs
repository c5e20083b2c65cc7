using GhostNet.Kernels;
using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A convolution into which the batch normalisation after it is folded, with the ReLU: for prediction only.</summary>
/// <remarks>
/// Takes and gives pixels, contiguous <c>[N, H, W, C]</c>: there a 1×1 convolution is one matrix product, and nothing has to be
/// permuted between layers. On a CPU it runs on the calling thread, but for the matrix products of libtorch.
/// </remarks>
internal sealed class FoldedConv : nn.Module<Tensor, Tensor>
{
    /// <summary>1×1: <c>[O, I]</c>; depthwise: <c>[k·k, C]</c>; otherwise as in PyTorch.</summary>
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Form _form;
    private readonly int _kernel;
    private readonly int _stride;
    private readonly int _groups;
    private readonly bool _relu;

    private FoldedConv(Conv conv, BatchNormAct norm)
        : base(nameof(FoldedConv))
    {
        (_kernel, _stride, _groups, _relu) = (conv.KernelSize, conv.Stride, conv.Groups, norm.HasRelu);
        OutChannels = conv.OutChannels;
        _form = conv.IsPointwise ? Form.Pointwise : conv.Groups == conv.InChannels && conv.Groups == conv.OutChannels ? Form.Depthwise : Form.General;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var scale = norm.Weight.to(ScalarType.Float64) / (norm.RunningVariance.to(ScalarType.Float64) + BatchNormAct.Epsilon).sqrt();
        var shift = norm.Bias.to(ScalarType.Float64) - norm.RunningMean.to(ScalarType.Float64) * scale;
        var folded = (conv.Weight.to(ScalarType.Float64) * scale.view(-1, 1, 1, 1)).to(conv.Weight.dtype);
        folded = _form switch
        {
            Form.Pointwise => folded.flatten(1),
            Form.Depthwise => folded.flatten(1).t(),
            _ => folded,
        };
        weight = folded.contiguous().DetachFromDisposeScope();
        bias = shift.to(conv.Weight.dtype).DetachFromDisposeScope();
        register_buffer(nameof(weight), weight);
        register_buffer(nameof(bias), bias);
        RegisterComponents();
    }

    /// <summary>How the convolution is computed.</summary>
    private enum Form
    {
        Pointwise,
        Depthwise,
        General,
    }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Whether each channel has a kernel of its own and makes one map.</summary>
    public bool IsDepthwise => _form == Form.Depthwise;

    /// <summary>Smallest value of the output.</summary>
    public float Floor => _relu ? 0 : float.NegativeInfinity;

    /// <summary>Kernels of a depthwise convolution, <c>[k·k, C]</c>. Owned by the layer.</summary>
    public Tensor Taps => weight;

    /// <summary>What is added to each channel, <c>[C]</c>. Owned by the layer.</summary>
    public Tensor Bias => bias;

    /// <summary>Folds a batch normalisation into the convolution before it.</summary>
    public static FoldedConv Of(Conv conv, BatchNormAct norm) => new(conv, norm);

    /// <summary>Folds two layers that follow each other in a sequence, from index <paramref name="first"/> on.</summary>
    public static FoldedConv Of(Sequential layers, int first = 0) => new((Conv)layers[first], (BatchNormAct)layers[first + 1]);

    public override unsafe Tensor forward(Tensor input)
    {
        if (!FoldedKernel.CanTake(input))
        {
            return Anywhere(input);
        }

        if (!IsDepthwise)
        {
            var product = Product(input);
            fixed (float* x = TensorMemory.Floats(product), b = TensorMemory.Floats(bias))
            {
                FoldedKernel.AddBias(x, OutChannels, x, OutChannels, product.numel() / OutChannels, OutChannels, b, Floor);
            }

            return product;
        }

        var shape = Shape(input);
        var output = empty(shape.Images, shape.OutHeight, shape.OutWidth, shape.Channels);
        fixed (float* x = TensorMemory.Floats(input), y = TensorMemory.Floats(output), w = TensorMemory.Floats(weight), b = TensorMemory.Floats(bias))
        {
            for (long image = 0; image < shape.Images; image++)
            {
                FoldedKernel.Depthwise(
                    shape,
                    x + image * shape.Height * shape.Width * shape.Channels,
                    shape.Channels,
                    w,
                    shape.Channels,
                    b,
                    y + image * shape.OutHeight * shape.OutWidth * shape.Channels,
                    shape.Channels,
                    Floor);
            }
        }

        return output;
    }

    /// <summary>The convolution alone: without what is added, without the ReLU. Not for a depthwise one.</summary>
    /// <returns>Contiguous <c>[N, H, W, C]</c>; the caller's dispose scope owns it.</returns>
    public Tensor Product(Tensor input) => _form == Form.Pointwise
        ? nn.functional.linear(input, weight)
        : Convolve(input, weight, null);

    /// <summary>The sizes of a depthwise convolution of an input.</summary>
    public DepthwiseShape Shape(Tensor input)
    {
        int height = (int)input.size(1), width = (int)input.size(2);
        return new DepthwiseShape(
            (int)input.size(0), OutChannels, height, width, (height - 1) / _stride + 1, (width - 1) / _stride + 1, _kernel, _stride);
    }

    /// <summary>The same by libtorch, on any device and in any type.</summary>
    private Tensor Anywhere(Tensor input)
    {
        var output = _form switch
        {
            Form.Pointwise => nn.functional.linear(input, weight, bias),
            Form.Depthwise => Convolve(input, weight.t().reshape(OutChannels, 1, _kernel, _kernel), bias),
            _ => Convolve(input, weight, bias),
        };
        return _relu ? output.relu_() : output;
    }

    /// <summary>In the ordinary layout for groups, which libtorch gets wrong in channels-last memory (see <see cref="Conv"/>).</summary>
    private Tensor Convolve(Tensor input, Tensor kernels, Tensor? added)
    {
        var image = input.permute(0, 3, 1, 2);
        image = _groups > 1 ? image.contiguous() : image;
        return nn.functional.conv2d(image, kernels, added, [_stride, _stride], [_kernel / 2, _kernel / 2], null, _groups)
            .permute(0, 2, 3, 1).contiguous();
    }
}
