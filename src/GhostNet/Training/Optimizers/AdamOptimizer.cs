using System.Text.Json.Serialization;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Adam; the numbers are those of <c>torch.optim.Adam</c>. Its weight decay is a part of the gradient: <see cref="AdamWOptimizer"/> has it beside.</summary>
/// <remarks>Source: Kingma and Ba, ICLR 2015 (arXiv 1412.6980), algorithm 1. Its values can be read back from the options of a checkpoint.</remarks>
public sealed record AdamOptimizer : IOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="beta1">Decay of the running mean of the gradients.</param>
    /// <param name="beta2">Decay of the running mean of their squares.</param>
    /// <param name="epsilon">Added to the denominator, so that it is not 0.</param>
    public AdamOptimizer(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
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
        using Scalar decay = slice.WeightDecay;
        if (slice.WeightDecay > 0)
        {
            slice.Gradients.add_(slice.Weights, decay);
        }

        AdamStep.Update(slice, learningRate, step, Beta1, Beta2, Epsilon);
    }

    /// <inheritdoc/>
    void IOptimizer.Validate() => AdamStep.Validate(Beta1, Beta2, Epsilon);

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new AdamOptimizer() ? "Adam" : FormattableString.Invariant($"Adam, betas {Beta1} and {Beta2}, epsilon {Epsilon}");
}
