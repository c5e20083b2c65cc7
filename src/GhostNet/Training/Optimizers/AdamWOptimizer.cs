using System.Text.Json.Serialization;
using GhostNet.Kernels;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Adam with decoupled weight decay; the numbers are those of <c>torch.optim.AdamW</c>.</summary>
/// <remarks>Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (arXiv 1711.05101), algorithm 2.</remarks>
/// <param name="Beta1">Decay of the running mean of the gradients.</param>
/// <param name="Beta2">Decay of the running mean of their squares.</param>
/// <param name="Epsilon">Added to the denominator, so that it is not 0.</param>
public sealed record AdamWOptimizer(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : IOptimizer
{
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
    public void Validate()
    {
        ValueCheck.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        ValueCheck.Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        ValueCheck.Require(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
    }

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() =>
        this == new AdamWOptimizer() ? "AdamW" : FormattableString.Invariant($"AdamW, betas {Beta1} and {Beta2}, epsilon {Epsilon}");
}
