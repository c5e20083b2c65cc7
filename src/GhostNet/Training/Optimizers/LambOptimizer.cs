using System.Text.Json.Serialization;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>LAMB, for large batches: Adam whose step for each tensor is as long as the tensor's weights, times the learning rate.</summary>
/// <remarks>
/// Source: You et al., ICLR 2020 (arXiv 1904.00962), algorithm 2, with φ(z) = z. As in the authors' code, the step of weights that do not decay
/// (biases and the scales of batch normalisation, see <see cref="TrainingOptions.ApplyDecayToAll"/>) keeps Adam's length, and so does one from weights
/// that are all 0. Its values can be read back from the options of a checkpoint.
/// </remarks>
public sealed record LambOptimizer : IOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="beta1">Decay of the running mean of the gradients.</param>
    /// <param name="beta2">Decay of the running mean of their squares.</param>
    /// <param name="epsilon">Added to the denominator, so that it is not 0.</param>
    public LambOptimizer(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6)
    {
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
    }

    /// <summary>Decay of the running mean of the gradients.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the running mean of their squares.</summary>
    public double Beta2 { get; }

    /// <summary>Added to the denominator, so that it is not 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<string> StateNames => AdamStep.StateNames;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool TakesWholeTensors => true;

    /// <inheritdoc/>
    public void Update(WeightSlice slice, double learningRate, long step)
    {
        ArgumentNullException.ThrowIfNull(slice);
        var (mean, denominator) = AdamStep.Remember(slice, step, Beta1, Beta2, Epsilon);
        using Scalar meanBias = 1 - Math.Pow(Beta1, step + 1), decay = slice.WeightDecay, rate = -learningRate;
        var update = mean.div(meanBias).div_(denominator);
        if (slice.WeightDecay > 0)
        {
            update.add_(slice.Weights, decay);
        }

        if (slice.Decays)
        {
            update.mul_(Trust(slice.Weights.norm(), update.norm()));
        }

        slice.Weights.add_(update, rate);
    }

    /// <inheritdoc/>
    void IOptimizer.Validate() => AdamStep.Validate(Beta1, Beta2, Epsilon);

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new LambOptimizer() ? "LAMB" : FormattableString.Invariant($"LAMB, betas {Beta1} and {Beta2}, epsilon {Epsilon}");

    /// <summary>One length divided by the other, or 1 where either is 0. It stays on the device, so nothing waits for it.</summary>
    private static Tensor Trust(Tensor weights, Tensor update) => where(weights.mul(update).gt(PinnedScalars.Zero), weights.div(update), ones_like(weights));
}
