using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Layers;

/// <summary>A gradient of a gradient, as in a gradient penalty, equals that of libtorch's own layers.</summary>
public sealed class SecondDerivativeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Second_derivatives_of_batch_normalisation(bool relu)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var layer = new BatchNormAct(6, relu);
        using var plain = nn.BatchNorm2d(6);
        using (no_grad())
        {
            layer.Weight.uniform_(0.5, 1.5);
            layer.Bias.uniform_(-1, 1);
            plain.weight!.copy_(layer.Weight);
            plain.bias!.copy_(layer.Bias);
        }

        var (input, cotangent) = (rand(4, 6, 5, 5), randn(4, 6, 5, 5));
        Compare(
            Penalty(x => relu ? plain.call(x).relu() : plain.call(x), plain, input, cotangent), Penalty(layer.call, layer, input, cotangent));
    }

    [Theory]
    [InlineData(3, 2, 9, 8)]
    [InlineData(5, 2, 4, 7)]
    [InlineData(3, 1, 3, 3)]
    public void Second_derivatives_of_a_depthwise_convolution(int kernel, int stride, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var layer = new Conv(16, 16, kernel, stride, groups: 16);
        using var plain = nn.Conv2d(16, 16, kernel, stride, kernel / 2, groups: 16, bias: false);
        using (no_grad())
        {
            plain.weight.copy_(layer.Weight);
        }

        var input = rand(4, 16, height, width);
        var cotangent = randn_like(plain.call(input));
        Compare(Penalty(plain.call, plain, input, cotangent), Penalty(layer.call, layer, input, cotangent));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Second_derivatives_of_the_gate_are_zero_and_its_values_do_not_depend_on_whether_gradients_are_wanted(bool clamped)
    {
        using var scope = NewDisposeScope();
        using var gate = new HardSigmoid(clamped);
        var input = linspace(-7, 7, 113).requires_grad_();
        var output = gate.call(input);
        using (no_grad())
        {
            Assert.True(output.equal(gate.call(input)).all().item<bool>());
        }

        var gradient = autograd.grad([output.square().sum()], [input], retain_graph: true, create_graph: true)[0];
        gradient.sum().backward();

        // The second derivative of the square is twice the square of the slope.
        var inside = input.detach().gt(-3) & (clamped ? input.detach().lt(3) : ones_like(input).to(ScalarType.Bool));
        Assert.True(input.grad!.allclose(inside.to(ScalarType.Float32) / 18));
    }

    /// <summary>Third derivatives come out too. Those of libtorch's batch normalisation do not: it takes the statistics for constants there.</summary>
    [Fact]
    public void Third_derivatives_of_batch_normalisation()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var layer = new BatchNormAct(3);
        var (values, cotangent) = (rand(4, 3, 4, 4), randn(4, 3, 4, 4));
        Tensor Third(Func<Tensor, Tensor> normalize, ScalarType type)
        {
            var x = values.to(type).clone().requires_grad_();
            var first = autograd.grad([(normalize(x).pow(3) * cotangent.to(type)).sum()], [x], retain_graph: true, create_graph: true)[0];
            var second = autograd.grad([first.square().sum()], [x], retain_graph: true, create_graph: true)[0];
            return autograd.grad([second.square().sum()], [x])[0].to(ScalarType.Float64);
        }

        static Tensor InPlainOperations(Tensor x)
        {
            var deviation = x - x.mean([0, 2, 3], keepdim: true);
            return deviation / (deviation.square().mean([0, 2, 3], keepdim: true) + 1e-5).sqrt();
        }

        var expected = Third(InPlainOperations, ScalarType.Float64);
        Near(expected, Third(layer.call, ScalarType.Float32));
    }

    /// <summary>The gradients of input and weights, once of a function and once of the square of its gradient.</summary>
    private static List<Tensor> Penalty(Func<Tensor, Tensor> call, nn.Module layer, Tensor values, Tensor cotangent)
    {
        layer.train();
        var input = values.clone().requires_grad_();
        var first = autograd.grad([(call(input).pow(3) * cotangent).sum()], [input], retain_graph: true, create_graph: true)[0];
        first.square().sum().backward();
        return [first, input.grad!, .. layer.parameters().Select(weight => weight.grad!)];
    }

    private static void Compare(List<Tensor> expected, List<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Near(one, other);
        }
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        var scale = expected.abs().max().to(ScalarType.Float64).item<double>();
        Assert.True(scale > 0);
        Assert.InRange((expected - actual).abs().max().to(ScalarType.Float64).item<double>() / scale, 0, 1e-3);
    }
}
