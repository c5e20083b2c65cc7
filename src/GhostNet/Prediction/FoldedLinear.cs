using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A copy of a linear layer, or of a 1×1 convolution with bias that works on <c>[N, C]</c>: for prediction only.</summary>
internal sealed class FoldedLinear : nn.Module<Tensor, Tensor>
{
    private readonly Tensor weight;
    private readonly Tensor bias;

    private FoldedLinear(Tensor weight, Tensor bias)
        : base(nameof(FoldedLinear))
    {
        using var noGradient = no_grad();
        this.weight = weight.detach().flatten(1).clone().DetachFromDisposeScope();
        this.bias = bias.detach().clone().DetachFromDisposeScope();
        register_buffer(nameof(weight), this.weight);
        register_buffer(nameof(bias), this.bias);
        RegisterComponents();
    }

    public static FoldedLinear Of(Linear layer) => new(layer.weight, layer.bias!);

    public static FoldedLinear Of(Conv2d layer) => new(layer.weight, layer.bias!);

    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);
}
