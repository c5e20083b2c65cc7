using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Tests.Layers;

public sealed class BatchNormActTests
{
    public static TheoryData<int, int, int, bool, bool> Cases => new()
    {
        { 1, 4, 5, false, false },
        { 3, 4, 5, true, true },
        { 5, 3, 7, true, false },
        { 8, 2, 3, false, true },
        { 12, 64, 6, true, true },
        { 20, 33, 9, true, true },
        { 36, 128, 1, true, true },
        { 100, 130, 4, false, true },
    };

    /// <summary>Output, gradients and running statistics equal those of libtorch's own, for every remainder of a vector.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Computes_what_batch_norm_computes(int channels, int images, int size, bool relu, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        manual_seed(channels);
        using var layer = new BatchNormAct(channels, relu);
        using (no_grad())
        {
            layer.Weight.uniform_(0.5, 1.5);
            layer.Bias.uniform_(-1, 1);
        }

        Tensor weight = layer.Weight.detach().clone().requires_grad_(), bias = layer.Bias.detach().clone().requires_grad_();
        Tensor mean = zeros(channels), variance = ones(channels);

        // A mean far from zero shows whether the variance loses digits.
        var values = randn(images, channels, size, size) * 2 + 30;
        var plain = values.clone().requires_grad_();
        var input = (channelsLast ? values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : values).detach().requires_grad_();

        layer.train();
        var expected = nn.functional.batch_norm(plain, mean, variance, weight, bias, training: true);
        expected = relu ? expected.relu() : expected;
        var actual = layer.call(input);
        Near("output", expected, actual, 1e-4);

        var cotangent = randn_like(expected);
        (expected * cotangent).sum().backward();
        (actual * cotangent).sum().backward();

        // A value at the ReLU's corner may fall on either side, so norms are compared where there is one.
        Near("input gradient", plain.grad!.norm(), input.grad!.norm(), 2e-3);
        Near("weight gradient", weight.grad!.norm(), layer.Weight.grad!.norm(), 2e-3);
        Near("bias gradient", bias.grad!.norm(), layer.Bias.grad!.norm(), 2e-3);
        var state = layer.state_dict();
        Near("running mean", mean, state["running_mean"], 1e-5);
        Near("running variance", variance, state["running_var"], 1e-4);
        Assert.Equal(1, state["num_batches_tracked"].item<long>());

        layer.eval();
        var evaluated = nn.functional.batch_norm(plain, mean, variance, weight, bias);
        evaluated = relu ? evaluated.relu() : evaluated;
        Near("in evaluation mode", evaluated, layer.call(input), 1e-4);
        using (no_grad())
        {
            Near("without gradients", evaluated, layer.call(input), 1e-4);
        }
    }

    /// <summary>Small numbers, so that ε counts.</summary>
    [Theory]
    [InlineData(1e-3, 0.01)]
    [InlineData(0.5, 1)]
    public void Epsilon_and_momentum_are_those_of_batch_norm(double epsilon, double momentum)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var layer = new BatchNormAct(8, relu: true, epsilon, momentum);
        Tensor input = randn(4, 8, 5, 5) * 0.1, mean = zeros(8), variance = ones(8);
        layer.train();
        var expected = nn.functional.batch_norm(input, mean, variance, training: true, momentum: momentum, eps: epsilon).relu();
        Near("output", expected, layer.call(input), 1e-5);
        Near("running mean", mean, layer.state_dict()["running_mean"], 1e-6);
        Near("running variance", variance, layer.state_dict()["running_var"], 1e-6);
        layer.eval();
        expected = nn.functional.batch_norm(input, mean, variance, training: false, eps: epsilon).relu();
        Near("output of the running statistics", expected, layer.call(input), 1e-5);
    }

    [Fact]
    public void One_value_per_channel_cannot_be_normalised_while_training()
    {
        using var layer = new BatchNormAct(4);
        using var single = ones(1, 4, 1, 1);
        Assert.Contains("[1, 4, 1, 1]", Assert.Throws<InvalidOperationException>(() => layer.call(single)).Message);
    }

    [Fact]
    public void Outlives_the_dispose_scope_in_which_it_was_made()
    {
        BatchNormAct layer;
        using (NewDisposeScope())
        {
            layer = new BatchNormAct(4);
        }

        using (layer)
        {
            Assert.Equal(5, layer.state_dict().Count);
            Assert.Equal(4, layer.Weight.sum().item<float>());
        }
    }

    private static void Near(string what, Tensor expected, Tensor actual, double relative)
    {
        var difference = (expected - actual).abs().max().item<float>();
        var allowed = relative * (1 + expected.abs().max().item<float>());
        Assert.True(difference <= allowed, $"{what} is off by {difference:R}; allowed are {allowed:R}.");
    }
}
