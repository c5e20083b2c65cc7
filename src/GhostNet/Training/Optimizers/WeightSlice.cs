using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Some of a model's weights: views of one dimension into the memory of all. The trainer owns them.</summary>
/// <param name="Weights">The weights, to be changed in place, <c>[n]</c>.</param>
/// <param name="Gradients">Their gradients, <c>[n]</c>; they may be overwritten.</param>
/// <param name="State">What the optimiser remembers of them, in the order of <see cref="IOptimizer.StateNames"/>, each <c>[n]</c>.</param>
/// <param name="WeightDecay">Weight decay of these weights; 0 for those that do not decay.</param>
public sealed record WeightSlice(Tensor Weights, Tensor Gradients, IReadOnlyList<Tensor> State, double WeightDecay)
{
    /// <summary>The number of weights.</summary>
    public override string ToString() => FormattableString.Invariant($"{Weights.numel()} weights, weight decay {WeightDecay}");
}
