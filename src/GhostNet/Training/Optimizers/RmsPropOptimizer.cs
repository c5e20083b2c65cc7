using System.Text.Json.Serialization;
using GhostNet.Kernels;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>RMSprop: gradients divided by the root of the running mean of their squares; the numbers are those of <c>torch.optim.RMSprop</c>.</summary>
/// <remarks>
/// Source: Hinton, "Neural networks for machine learning", lecture 6. The number <see cref="Epsilon"/> is added after the root, as in PyTorch and unlike in
/// TensorFlow. Its values can be read back from the options of a checkpoint.
/// </remarks>
public sealed record RmsPropOptimizer : IOptimizer
{
    private static readonly string[] s_names = ["square_avg"], s_namesWithMomentum = ["square_avg", "momentum_buffer"];

    /// <summary>Creates the optimiser.</summary>
    /// <param name="alpha">Decay of the running mean of the squares.</param>
    /// <param name="momentum">Momentum factor, from 0 to below 1.</param>
    /// <param name="epsilon">Added to the denominator, so that it is not 0.</param>
    public RmsPropOptimizer(double alpha = 0.99, double momentum = 0, double epsilon = 1e-8)
    {
        Alpha = alpha;
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary>Decay of the running mean of the squares.</summary>
    public double Alpha { get; }

    /// <summary>Momentum factor.</summary>
    public double Momentum { get; }

    /// <summary>Added to the denominator, so that it is not 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<string> StateNames => Momentum > 0 ? s_namesWithMomentum : s_names;

    /// <inheritdoc/>
    public void Update(WeightSlice slice, double learningRate, long step)
    {
        ArgumentNullException.ThrowIfNull(slice);
        using Scalar decay = slice.WeightDecay, kept = Alpha, added = 1 - Alpha, least = Epsilon, momentum = Momentum, rate = -learningRate;
        if (slice.WeightDecay > 0)
        {
            slice.Gradients.add_(slice.Weights, decay);
        }

        var square = slice.State[0].mul_(kept).addcmul_(slice.Gradients, slice.Gradients, added);
        var denominator = square.sqrt().add_(least, PinnedScalars.One);
        if (Momentum > 0)
        {
            slice.Weights.add_(slice.State[1].mul_(momentum).addcdiv_(slice.Gradients, denominator, PinnedScalars.One), rate);
        }
        else
        {
            slice.Weights.addcdiv_(slice.Gradients, denominator, rate);
        }
    }

    /// <inheritdoc/>
    void IOptimizer.Validate()
    {
        ValueCheck.Require(Alpha is >= 0 and < 1, nameof(Alpha), Alpha, "from 0 to below 1");
        ValueCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        ValueCheck.Require(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
    }

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new RmsPropOptimizer() ? "RMSprop" : FormattableString.Invariant($"RMSprop, alpha {Alpha}, momentum {Momentum}, epsilon {Epsilon}");
}
