using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>A two-dimensional convolution, computed in the fastest form for its shape.</summary>
/// <remarks>
/// The numbers are those of <c>nn.Conv2d</c>, and so are the names of weight and bias. Tensors flow through the network in
/// channels-last memory: in that layout a 1×1 convolution <em>is</em> a matrix product, and is computed as one. Such a convolution takes vectors <c>[N, C]</c> too.
/// </remarks>
public sealed class Conv : DescribedModule
{
    private readonly Parameter weight;
    private readonly Parameter? bias;

    /// <summary>Creates the layer; padding keeps the size ("same") at stride 1.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="groups">1, or <paramref name="inChannels"/> for a depthwise convolution.</param>
    /// <param name="bias">Whether a number is added to each channel of the output.</param>
    public Conv(int inChannels, int outChannels, int kernelSize = 1, int stride = 1, int groups = 1, bool bias = false)
        : base(nameof(Conv))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inChannels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outChannels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(kernelSize % 2, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNotEqual(inChannels % groups, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outChannels % groups, 0);
        (InChannels, OutChannels, KernelSize, Stride, Groups) = (inChannels, outChannels, kernelSize, stride, groups);
        weight = new Parameter(empty(outChannels, inChannels / groups, kernelSize, kernelSize));
        nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
        if (bias)
        {
            var bound = 1 / Math.Sqrt(weight.numel() / outChannels);
            this.bias = new Parameter(empty(outChannels));
            nn.init.uniform_(this.bias, -bound, bound);
        }

        RegisterComponents();

        // A layer outlives the dispose scope in which it is made, as those of TorchSharp do.
        weight.DetachFromDisposeScope();
        this.bias?.DetachFromDisposeScope();
    }

    /// <summary>Channels of the input.</summary>
    internal int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    internal int OutChannels { get; }

    /// <summary>Height and width of the kernel.</summary>
    internal int KernelSize { get; }

    /// <summary>Step of the kernel.</summary>
    internal int Stride { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    internal int Groups { get; }

    /// <summary>The kernels, <c>[OutChannels, InChannels / Groups, KernelSize, KernelSize]</c>. Owned by the layer.</summary>
    public Parameter Weight => weight;

    /// <summary>What is added to each channel, <c>[OutChannels]</c>, or null. Owned by the layer.</summary>
    public Parameter? Bias => bias;

    private bool IsPointwise => KernelSize == 1 && Stride == 1 && Groups == 1;

    private bool IsDepthwise => KernelSize > 1 && Groups == InChannels && Groups == OutChannels;

    /// <summary>One number for each channel.</summary>
    private bool IsScale => KernelSize == 1 && Stride == 1 && bias is null && Groups == InChannels && Groups == OutChannels;

    /// <summary>
    /// A depthwise convolution that makes several maps of each: libtorch 2.10 gets it wrong in channels-last memory,
    /// so it is given the ordinary layout.
    /// </summary>
    private bool IsMultiplied => Groups > 1 && Groups == InChannels && Groups != OutChannels;

    /// <summary>Convolves <c>[N, InChannels, H, W]</c> to <c>[N, OutChannels, ⌈H / Stride⌉, ⌈W / Stride⌉]</c>.</summary>
    /// <remarks>A convolution of 1×1 with stride 1 and one group maps <c>[N, InChannels]</c> to <c>[N, OutChannels]</c> too.</remarks>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>The output; the caller's dispose scope owns it.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (IsPointwise && input.dim() == 2)
        {
            InputCheck.Vectors(input, this, InChannels, weight);
            return nn.functional.linear(input, weight.flatten(1), bias);
        }

        InputCheck.Maps(input, this, InChannels, weight);
        var pixels = input.size(2) * input.size(3);
        if (IsPointwise)
        {
            // Not conv2d: in channels-last memory libtorch 2.10 gives wrong numbers for many channel counts, such as 24 to
            // 36, on processors with AVX-512.
            return nn.functional.linear(input.permute(0, 2, 3, 1), weight.view(OutChannels, InChannels), bias).permute(0, 3, 1, 2);
        }

        if (IsScale)
        {
            return input * weight.view(1, OutChannels, 1, 1);
        }

        // libtorch's own backward pass is fast where the map is large and the stride 1.
        if (IsDepthwise && training && bias is null && (Stride > 1 || pixels < 16) && InChannels >= DepthwiseKernel.MinimumChannels
            && input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32 && input.numel() > 0)
        {
            return DepthwiseFunction.Apply(input, weight, Stride);
        }

        return nn.functional.conv2d(
            IsMultiplied ? input.contiguous() : input, weight, bias, [Stride, Stride], [KernelSize / 2, KernelSize / 2], null, Groups);
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Convolve(input, weight, bias, Sliding.By(Stride, KernelSize / 2, Groups));
}
