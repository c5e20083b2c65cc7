using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Some of a model's weights: views of one dimension into the memory of all. The trainer owns them.</summary>
public sealed class WeightSlice
{
    internal WeightSlice(Tensor weights, Tensor gradients, IReadOnlyList<Tensor> state, double weightDecay, bool isBody)
    {
        Weights = weights;
        Gradients = gradients;
        State = state;
        WeightDecay = weightDecay;
        IsBody = isBody;
    }

    /// <summary>The weights, to be changed in place, <c>[n]</c>.</summary>
    public Tensor Weights { get; }

    /// <summary>Their gradients, <c>[n]</c>; they may be overwritten.</summary>
    public Tensor Gradients { get; }

    /// <summary>What the optimiser remembers of them, in the order of <see cref="IOptimizer.StateNames"/>, each <c>[n]</c>.</summary>
    public IReadOnlyList<Tensor> State { get; }

    /// <summary>Weight decay of these weights; 0 for those that do not decay.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether these are weights of the body, see <see cref="TrainingOptions.FineTuning"/>.</summary>
    internal bool IsBody { get; }

    /// <summary>The number of weights.</summary>
    public override string ToString() => FormattableString.Invariant($"{Weights.numel()} weights, weight decay {WeightDecay}");
}
