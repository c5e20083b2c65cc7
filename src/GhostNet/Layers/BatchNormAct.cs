using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>Batch normalisation of <c>[N, C, H, W]</c>, and the ReLU after it in the same pass over memory.</summary>
/// <remarks>
/// The numbers are those of <c>nn.BatchNorm2d</c>, and so are the names of parameters and buffers.
/// Source: Ioffe and Szegedy, ICML 2015 (arXiv 1502.03167).
/// </remarks>
public sealed class BatchNormAct : DescribedModule
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;
    private readonly Tensor num_batches_tracked;
    private readonly bool _relu;
    private readonly double _epsilon;
    private readonly double _momentum;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of input and output.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    /// <param name="epsilon">What is added to the variance (ε): above 0.</param>
    /// <param name="momentum">The share of a batch in the running statistics: 0 to 1.</param>
    public BatchNormAct(int channels, bool relu = false, double epsilon = 1e-5, double momentum = 0.1)
        : base(nameof(BatchNormAct))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(momentum, 1);
        (_relu, _epsilon, _momentum) = (relu, epsilon, momentum);
        weight = new Parameter(ones(channels));
        bias = new Parameter(zeros(channels));
        running_mean = zeros(channels);
        running_var = ones(channels);
        num_batches_tracked = zeros(1, ScalarType.Int64)[0].clone();
        register_buffer(nameof(running_mean), running_mean);
        register_buffer(nameof(running_var), running_var);
        register_buffer(nameof(num_batches_tracked), num_batches_tracked);
        RegisterComponents();

        // A layer outlives the dispose scope in which it is made, as those of TorchSharp do.
        foreach (var state in new[] { weight, bias, running_mean, running_var, num_batches_tracked })
        {
            state.DetachFromDisposeScope();
        }
    }

    /// <summary>Channels of input and output.</summary>
    internal int Channels => (int)weight.size(0);

    /// <summary>Scale of each channel (γ), <c>[C]</c>. Owned by the layer.</summary>
    public Parameter Weight => weight;

    /// <summary>Shift of each channel (β), <c>[C]</c>. Owned by the layer.</summary>
    public Parameter Bias => bias;

    /// <summary>Normalises each channel by the batch while training, and by the running statistics otherwise.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>A tensor of the same shape; the caller's dispose scope owns it.</returns>
    /// <exception cref="InvalidOperationException">While training, a channel has a single value, which has no spread.</exception>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device.</exception>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Maps(input, this, Channels, weight);
        if (training)
        {
            if (input.numel() == input.size(1))
            {
                throw new InvalidOperationException(
                    $"Batch normalisation of one value per channel, [{string.Join(", ", input.shape)}], while training: take a batch of two or more.");
            }

            using var _ = no_grad();
            num_batches_tracked.add_(PinnedScalars.One, PinnedScalars.One);
        }

        if (input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32 && input.numel() > 0)
        {
            if (training)
            {
                return BatchNormFunction.Apply(input, weight, bias, running_mean, running_var, _momentum, _epsilon, _relu);
            }

            // Also in training, where this layer and all before it are frozen: then no gradient passes through.
            if (!is_grad_enabled() || !(input.requires_grad || weight.requires_grad || bias.requires_grad))
            {
                return BatchNormInference.Apply(input, weight, bias, running_mean, running_var, _epsilon, _relu);
            }
        }

        var output = nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, _momentum, _epsilon);
        return _relu ? output.relu_() : output;
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var output = on.Normalize(input, new BatchStatistics(weight, bias, running_mean, running_var, _epsilon));
        return _relu ? on.ReluInPlace(output) : output;
    }
}
