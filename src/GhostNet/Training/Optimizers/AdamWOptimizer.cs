using System.Text.Json.Serialization;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Adam with decoupled weight decay; the numbers are those of <c>torch.optim.AdamW</c>.</summary>
/// <remarks>Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (arXiv 1711.05101), algorithm 2. Its values can be read back from the options of a checkpoint.</remarks>
public sealed record AdamWOptimizer : IOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="beta1">Decay of the running mean of the gradients.</param>
    /// <param name="beta2">Decay of the running mean of their squares.</param>
    /// <param name="epsilon">Added to the denominator, so that it is not 0.</param>
    public AdamWOptimizer(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
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
    public void Update(WeightSlice slice, double learningRate, long step)
    {
        ArgumentNullException.ThrowIfNull(slice);
        using Scalar decay = 1 - learningRate * slice.WeightDecay;
        if (slice.WeightDecay > 0)
        {
            slice.Weights.mul_(decay);
        }

        AdamStep.Update(slice, learningRate, step, Beta1, Beta2, Epsilon);
    }

    /// <inheritdoc/>
    void IOptimizer.Validate() => AdamStep.Validate(Beta1, Beta2, Epsilon);

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new AdamWOptimizer() ? "AdamW" : FormattableString.Invariant($"AdamW, betas {Beta1} and {Beta2}, epsilon {Epsilon}");
}
