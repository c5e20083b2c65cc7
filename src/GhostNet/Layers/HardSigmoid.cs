using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>A piecewise linear sigmoid: <c>relu6(x + 3) / 6</c>.</summary>
public sealed class HardSigmoid : DescribedModule
{
    private static readonly Scalar s_three = 3.0;
    private static readonly Scalar s_six = 6.0;

    private readonly bool _clamped;

    /// <summary>Creates the activation.</summary>
    /// <param name="clamped">Whether it ends at 1, as in the paper. Without that it is <c>relu(x + 3) / 6</c>, as in the tutorial.</param>
    public HardSigmoid(bool clamped = true)
        : base(nameof(HardSigmoid)) => _clamped = clamped;

    /// <summary>Applies the gate element by element; any shape.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>A tensor of the same shape; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        if (_clamped && !is_grad_enabled())
        {
            return nn.functional.hardsigmoid(input);
        }

        // libtorch cannot differentiate its own hard sigmoid twice.
        var shifted = input.add(s_three, PinnedScalars.One);
        return (_clamped ? nn.functional.relu6(shifted) : nn.functional.relu(shifted)).div(s_six);
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Activate(input, _clamped ? Activation.HardSigmoid : Activation.UnclampedHardSigmoid);
}
