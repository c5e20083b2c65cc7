using System.Text.Json.Serialization;
using GhostNet.Kernels;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Stochastic gradient descent with momentum; the numbers are those of <c>torch.optim.SGD</c>.</summary>
/// <remarks>Its values can be read back from the options of a checkpoint.</remarks>
public sealed record SgdOptimizer : IOptimizer
{
    /// <summary>Creates the optimiser.</summary>
    /// <param name="momentum">Momentum factor, from 0 to below 1.</param>
    /// <param name="nesterov">Whether to use Nesterov momentum.</param>
    public SgdOptimizer(double momentum = 0.9, bool nesterov = true)
    {
        Momentum = momentum;
        Nesterov = nesterov;
    }

    /// <summary>Momentum factor, from 0 to below 1.</summary>
    public double Momentum { get; }

    /// <summary>Whether to use Nesterov momentum.</summary>
    public bool Nesterov { get; }

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
    void IOptimizer.Validate()
    {
        ValueCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        ValueCheck.Require(!Nesterov || Momentum > 0, nameof(Momentum), Momentum, "above 0 for Nesterov momentum");
    }

    /// <summary>The optimiser and its values.</summary>
    public override string ToString() => FormattableString.Invariant($"SGD, momentum {Momentum}{(Nesterov ? ", Nesterov" : "")}");
}
