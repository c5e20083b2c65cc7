using GhostNet.Graph;
using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A convolution with what was fused into it: for prediction only.</summary>
/// <remarks>
/// Takes and gives pixels, contiguous <c>[N, H, W, C]</c>: there a 1×1 convolution is one matrix product, and nothing has to be
/// permuted between layers. On a CPU it runs on the calling thread, but for the matrix products of libtorch. It takes vectors
/// <c>[N, C]</c> too where it is a matrix product or has one number for each channel.
/// </remarks>
internal sealed class FusedConvolution : nn.Module<Tensor, Tensor>
{
    /// <summary>Matrix product: <c>[O, I]</c>; depthwise: <c>[height · width, C]</c>; otherwise as in PyTorch.</summary>
    private readonly Tensor weight;
    private readonly Tensor bias;
    private readonly Form _form;
    private readonly Extent _kernel;
    private readonly Sliding _sliding;
    private readonly bool _relu;

    /// <summary>Copies the weights.</summary>
    public FusedConvolution(Operation.Convolution convolution)
        : base(nameof(FusedConvolution))
    {
        (_form, _kernel, _sliding, _relu) = (FormOf(convolution), convolution.Kernel, convolution.Sliding, convolution.HasRelu);
        OutChannels = (int)convolution.OutChannels;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kernels = convolution.Weight.Value.detach();
        kernels = _form switch
        {
            Form.Product => kernels.flatten(1),
            Form.Depthwise => kernels.flatten(1).t(),
            _ => kernels,
        };
        weight = kernels.contiguous().clone().DetachFromDisposeScope();
        bias = (convolution.Bias?.Value.detach().clone() ?? kernels.new_zeros(OutChannels)).DetachFromDisposeScope();
        register_buffer(nameof(weight), weight);
        register_buffer(nameof(bias), bias);
        RegisterComponents();
    }

    /// <summary>How the convolution is computed.</summary>
    private enum Form
    {
        Product,
        Depthwise,
        General,
    }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Whether each channel has a kernel of its own and makes one map.</summary>
    public bool IsDepthwise => _form == Form.Depthwise;

    /// <summary>Smallest value of the output.</summary>
    public float Floor => _relu ? 0 : float.NegativeInfinity;

    /// <summary>Kernels of a depthwise convolution, <c>[height · width, C]</c>. Owned by the layer.</summary>
    public Tensor Weights => weight;

    /// <summary>What is added to each channel, <c>[C]</c>. Owned by the layer.</summary>
    public Tensor Bias => bias;

    /// <summary>Whether a convolution is one that <see cref="PredictionKernel"/> computes.</summary>
    public static bool IsDepthwiseForm(Operation.Convolution convolution) => FormOf(convolution) == Form.Depthwise;

    public override unsafe Tensor forward(Tensor input)
    {
        if (input.dim() == 2 || !PredictionKernel.CanTake(input))
        {
            return Anywhere(input);
        }

        if (!IsDepthwise)
        {
            var product = Product(input);
            fixed (float* x = TensorMemory.Floats(product), b = TensorMemory.Floats(bias))
            {
                PredictionKernel.AddBias(x, OutChannels, x, OutChannels, product.numel() / OutChannels, OutChannels, b, Floor);
            }

            return product;
        }

        var shape = Shape(input);
        var output = empty(shape.Images, shape.OutHeight, shape.OutWidth, shape.Channels);
        fixed (float* x = TensorMemory.Floats(input), y = TensorMemory.Floats(output), w = TensorMemory.Floats(weight), b = TensorMemory.Floats(bias))
        {
            for (long image = 0; image < shape.Images; image++)
            {
                PredictionKernel.Depthwise(
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
    public Tensor Product(Tensor input) => _form == Form.Product
        ? nn.functional.linear(Seen(input), weight)
        : Convolve(input, weight, null);

    /// <summary>The sizes of a depthwise convolution of an input.</summary>
    public DepthwiseShape Shape(Tensor input)
    {
        int height = (int)input.size(1), width = (int)input.size(2), stride = (int)_sliding.Stride.Height;
        return new DepthwiseShape(
            (int)input.size(0), OutChannels, height, width, (height - 1) / stride + 1, (width - 1) / stride + 1, (int)_kernel.Height, stride)
        {
            KernelWidth = (int)_kernel.Width,
        };
    }

    private static Form FormOf(Operation.Convolution convolution)
    {
        var (kernel, sliding, one) = (convolution.Kernel, convolution.Sliding, new Extent(1, 1));
        var isEven = sliding.Dilation == one && sliding.Stride.Height == sliding.Stride.Width;
        var isCentred = (kernel.Height, kernel.Width) == (sliding.Padding.Height * 2 + 1, sliding.Padding.Width * 2 + 1);
        return !isEven || !isCentred ? Form.General
            : sliding.Groups == 1 && kernel == one ? Form.Product
            : sliding.Groups == convolution.InChannels && sliding.Groups == convolution.OutChannels ? Form.Depthwise
            : Form.General;
    }

    /// <summary>The same by libtorch, on any device and in any type.</summary>
    private Tensor Anywhere(Tensor input)
    {
        var output = _form switch
        {
            Form.Product => nn.functional.linear(Seen(input), weight, bias),
            Form.Depthwise when input.dim() == 2 => input.mul(weight).add_(bias, PinnedScalars.One),
            Form.Depthwise => Convolve(input, weight.t().reshape(OutChannels, 1, _kernel.Height, _kernel.Width), bias),
            _ => Convolve(input, weight, bias),
        };
        return _relu ? output.relu_() : output;
    }

    /// <summary>The pixels that a matrix product sees: not <c>conv2d</c> at stride 2 either, for the reason given in <c>Conv</c>.</summary>
    private Tensor Seen(Tensor input)
    {
        var stride = _sliding.Stride.Height;
        return stride == 1 ? input : PixelOperations.Subsample(input, stride);
    }

    /// <summary>In the ordinary layout for groups, which libtorch gets wrong in channels-last memory (see <c>Conv</c>).</summary>
    private Tensor Convolve(Tensor input, Tensor kernels, Tensor? added)
    {
        using var image = input.permute(0, 3, 1, 2);
        using var ordered = _sliding.Groups > 1 ? image.contiguous() : image.alias();
        using var output = nn.functional.conv2d(
            ordered, kernels, added, _sliding.Stride.ToArray(), _sliding.Padding.ToArray(), _sliding.Dilation.ToArray(), _sliding.Groups);
        return ChannelsLast.Pixels(output);
    }
}
