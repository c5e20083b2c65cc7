using GhostNet.Kernels;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>The part of a step that <see cref="AdamOptimizer"/> and <see cref="AdamWOptimizer"/> have in common: all but the weight decay.</summary>
internal static class AdamStep
{
    /// <summary>What is remembered per weight.</summary>
    public static IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    /// <summary>Moves the weights against the running mean of their gradients, divided by the root of that of their squares.</summary>
    public static void Update(WeightSlice slice, double learningRate, long step, double beta1, double beta2, double epsilon)
    {
        var time = step + 1;
        using Scalar meanKept = beta1, meanAdded = 1 - beta1, squareKept = beta2, squareAdded = 1 - beta2, least = epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(beta2, time)), rate = -learningRate / (1 - Math.Pow(beta1, time));
        var mean = slice.State[0].mul_(meanKept).add_(slice.Gradients, meanAdded);
        var square = slice.State[1].mul_(squareKept).addcmul_(slice.Gradients, slice.Gradients, squareAdded);
        var denominator = square.sqrt().div_(squareBias).add_(least, PinnedScalars.One);
        slice.Weights.addcdiv_(mean, denominator, rate);
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static void Validate(double beta1, double beta2, double epsilon)
    {
        ValueCheck.Require(beta1 is >= 0 and < 1, nameof(AdamOptimizer.Beta1), beta1, "from 0 to below 1");
        ValueCheck.Require(beta2 is >= 0 and < 1, nameof(AdamOptimizer.Beta2), beta2, "from 0 to below 1");
        ValueCheck.Require(epsilon > 0, nameof(AdamOptimizer.Epsilon), epsilon, "above 0");
    }
}
