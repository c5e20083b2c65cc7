using System.Text.Json.Serialization;
using GhostNet.Kernels;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Stochastic gradient descent with momentum; the numbers are those of <c>torch.optim.SGD</c>.</summary>
/// <param name="Momentum">Momentum factor, from 0 to below 1.</param>
/// <param name="Nesterov">Whether to use Nesterov momentum.</param>
public sealed record SgdOptimizer(double Momentum = 0.9, bool Nesterov = true) : IOptimizer
{
    private static readonly string[] s_names = ["momentum_buffer"];

    /// <inheritdoc/>
    [JsonIgnore]
    public IReadOnlyList<string> StateNames => s_names;

    /// <inheritdoc/>
    public void Update(WeightSlice slice, double learningRate, long step)
    {
        ArgumentNullException.ThrowIfNull(slice);
        using Scalar decay = slice.WeightDecay, kept = Momentum, rate = -learningRate;
        var update = slice.Gradients;
        if (slice.WeightDecay > 0)
        {
            update.add_(slice.Weights, decay);
        }

        if (Momentum > 0)
        {
            var momentum = slice.State[0].mul_(kept).add_(update, PinnedScalars.One);
            update = Nesterov ? update.add_(momentum, kept) : momentum;
        }

        slice.Weights.add_(update, rate);
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ValueCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        ValueCheck.Require(!Nesterov || Momentum > 0, nameof(Momentum), Momentum, "above 0 for Nesterov momentum");
    }

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() => FormattableString.Invariant($"SGD, momentum {Momentum}{(Nesterov ? ", Nesterov" : "")}");
}
