using GhostNet.Layers;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A <see cref="SqueezeExcite"/> on pixels <c>[N, H, W, C]</c>, which it changes in place: for prediction only.</summary>
internal sealed class FoldedSqueezeExcite : nn.Module<Tensor, Tensor>
{
    private readonly FoldedLinear reduce;
    private readonly FoldedLinear expand;
    private readonly HardSigmoid gate;

    public FoldedSqueezeExcite(FoldedLinear reduce, FoldedLinear expand, HardSigmoid gate)
        : base(nameof(FoldedSqueezeExcite))
    {
        (this.reduce, this.expand, this.gate) = (reduce, expand, gate);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var gates = gate.call(expand.call(reduce.call(input.mean([1, 2])).relu_()));
        return input.mul_(gates.unsqueeze(1).unsqueeze(1));
    }
}
