using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>What <see cref="AdamOptimizer"/>, <see cref="AdamWOptimizer"/> and <see cref="LambOptimizer"/> have in common.</summary>
internal static class AdamStep
{
    /// <summary>What is remembered per weight.</summary>
    public static IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    /// <summary>Moves the weights against the running mean of their gradients, divided by the root of that of their squares.</summary>
    public static void Update(WeightSlice slice, double learningRate, long step, double beta1, double beta2, double epsilon)
    {
        var (mean, denominator) = Remember(slice, step, beta1, beta2, epsilon);
        using Scalar rate = -learningRate / (1 - Math.Pow(beta1, step + 1));
        slice.Weights.addcdiv_(mean, denominator, rate);
    }

    /// <summary>Takes the gradients into what is remembered.</summary>
    /// <returns>The running mean, which is the state itself and still biased towards 0, and what it is divided by.</returns>
    public static (Tensor Mean, Tensor Denominator) Remember(WeightSlice slice, long step, double beta1, double beta2, double epsilon)
    {
        using Scalar meanKept = beta1, meanAdded = 1 - beta1, squareKept = beta2, squareAdded = 1 - beta2, least = epsilon;
        using Scalar squareBias = Math.Sqrt(1 - Math.Pow(beta2, step + 1));
        var mean = slice.State[0].mul_(meanKept).add_(slice.Gradients, meanAdded);
        var square = slice.State[1].mul_(squareKept).addcmul_(slice.Gradients, slice.Gradients, squareAdded);
        return (mean, square.sqrt().div_(squareBias).add_(least, PinnedScalars.One));
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
