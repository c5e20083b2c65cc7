using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Layers;

public sealed class AutogradFunctionTests
{
    private const int Layers = 6;

    /// <summary>A tensor of the scope is memory that libtorch cannot use for the layers that follow.</summary>
    [Fact]
    public void A_pass_in_either_direction_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();
        using var model = Network();
        var input = randn(4, 8, 6, 6, requires_grad: true);
        var before = scope.DisposablesCount;

        var output = model.call(input);
        Assert.Equal(before + 1, scope.DisposablesCount);

        var loss = output.square().sum();
        var afterForward = scope.DisposablesCount;
        loss.backward();

        // What the last function returned (three gradients) lives until the scope ends.
        Assert.InRange(scope.DisposablesCount, afterForward, afterForward + 3);
    }

    [Fact]
    public void A_graph_that_is_kept_gives_its_gradients_again()
    {
        using var scope = NewDisposeScope();
        using var model = Network();
        var input = randn(4, 8, 6, 6, requires_grad: true);
        var loss = model.call(input).square().sum();

        loss.backward(retain_graph: true);
        var first = input.grad!.clone();
        loss.backward();

        Assert.True(first.norm().item<float>() > 0);
        Assert.True(input.grad!.allclose(first * 2));
    }

    /// <summary>An exception would pass through native code, which ends the process.</summary>
    [Fact]
    public void A_layer_to_which_no_gradient_comes_passes_none_on()
    {
        using var scope = NewDisposeScope();
        using var model = Network();
        var input = randn(4, 8, 6, 6, requires_grad: true);
        NoGradient.apply(model.call(input)).sum().backward();
        Assert.True(input.grad is null);
    }

    /// <summary>Batch normalisations and depthwise convolutions of stride 2, which have gradients of their own.</summary>
    private static nn.Module<Tensor, Tensor> Network()
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 0; i < Layers; i++)
        {
            layers.Add(new Conv(8, 8, kernelSize: 3, stride: i % 3 == 2 ? 2 : 1, groups: 8));
            layers.Add(new BatchNormAct(8, relu: true));
        }

        return nn.Sequential(layers);
    }

    private sealed class NoGradient : autograd.SingleTensorFunction<NoGradient>
    {
        public override string Name => nameof(NoGradient);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [null!];
    }
}
