using GhostNet.Graph;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Layers;

/// <summary>The gate of <see cref="SqueezeExcite"/>.</summary>
public enum GateStyle
{
    /// <summary><c>relu6(x + 3) / 6</c>, between 0 and 1: the paper.</summary>
    Clamped,

    /// <summary><c>relu(x + 3) / 6</c>, without an upper bound: the tutorial.</summary>
    Unclamped,
}

/// <summary>A piecewise linear sigmoid: <c>relu6(x + 3) / 6</c>.</summary>
public sealed class HardSigmoid : DescribedModule
{
    private static readonly Scalar s_three = 3.0;
    private static readonly Scalar s_six = 6.0;

    private readonly GateStyle _style;

    /// <summary>Creates the activation.</summary>
    /// <param name="style">With the upper clamp of the paper or without it, as in the tutorial.</param>
    public HardSigmoid(GateStyle style = GateStyle.Clamped)
        : base(nameof(HardSigmoid)) => _style = style;

    /// <summary>Applies the gate element by element; any shape.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>A tensor of the same shape; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor input)
    {
        if (_style == GateStyle.Clamped && !is_grad_enabled())
        {
            return nn.functional.hardsigmoid(input);
        }

        // libtorch cannot differentiate its own hard sigmoid twice.
        var shifted = input.add(s_three, PinnedScalars.One);
        return (_style == GateStyle.Clamped ? nn.functional.relu6(shifted) : nn.functional.relu(shifted)).div(s_six);
    }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Activate(input, _style == GateStyle.Clamped ? Activation.HardSigmoid : Activation.UnclampedHardSigmoid);
}
