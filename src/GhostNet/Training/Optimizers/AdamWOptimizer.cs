using System.Text.Json.Serialization;
using GhostNet.Kernels;
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

    private static readonly string[] s_names = ["exp_avg", "exp_avg_sq"];

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<string> StateNames => s_names;

    /// <inheritdoc/>
    public void Update(WeightSlice slice, double learningRate, long step)
    {
        ArgumentNullException.ThrowIfNull(slice);
        var time = step + 1;
        using Scalar decay = 1 - learningRate * slice.WeightDecay;
        using Scalar meanKept = Beta1, meanAdded = 1 - Beta1, squareKept = Beta2, squareAdded = 1 - Beta2, epsilon = Epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(Beta2, time)), rate = -learningRate / (1 - Math.Pow(Beta1, time));
        if (slice.WeightDecay > 0)
        {
            slice.Weights.mul_(decay);
        }

        var mean = slice.State[0].mul_(meanKept).add_(slice.Gradients, meanAdded);
        var square = slice.State[1].mul_(squareKept).addcmul_(slice.Gradients, slice.Gradients, squareAdded);
        var denominator = square.sqrt().div_(squareBias).add_(epsilon, PinnedScalars.One);
        slice.Weights.addcdiv_(mean, denominator, rate);
    }

    /// <inheritdoc/>
    void IOptimizer.Validate()
    {
        ValueCheck.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        ValueCheck.Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        ValueCheck.Require(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
    }

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new AdamWOptimizer() ? "AdamW" : FormattableString.Invariant($"AdamW, betas {Beta1} and {Beta2}, epsilon {Epsilon}");
}
