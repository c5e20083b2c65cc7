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
        var time = step + 1;
        using Scalar meanKept = Beta1, meanAdded = 1 - Beta1, squareKept = Beta2, squareAdded = 1 - Beta2, least = Epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(Beta2, time)), meanBias = 1 - Math.Pow(Beta1, time), decay = slice.WeightDecay, rate = -learningRate;
        var mean = slice.State[0].mul_(meanKept).add_(slice.Gradients, meanAdded);
        var square = slice.State[1].mul_(squareKept).addcmul_(slice.Gradients, slice.Gradients, squareAdded);
        var update = mean.div(meanBias).div_(square.sqrt().div_(squareBias).add_(least, PinnedScalars.One));
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
