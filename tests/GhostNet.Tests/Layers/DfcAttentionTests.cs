using GhostNet.Kernels;
using GhostNet.Layers;
using GhostNet.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Layers;

public sealed class DfcAttentionTests
{
    /// <summary>The authors' recipe from torch's own layers, in double precision and the ordinary layout.</summary>
    [Theory]
    [InlineData(8, 12, 14, 14)]
    [InlineData(24, 36, 7, 9)]
    [InlineData(16, 16, 2, 3)]
    public void Equals_pooling_convolutions_sigmoid_and_nearest_neighbours(int inChannels, int outChannels, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var attention = new DfcAttention(inChannels, outChannels);
        using var reference = Reference(inChannels, outChannels);
        FillRule.Fill(attention, "dfc", new Dictionary<string, double>());
        FillRule.Fill(reference, "dfc", new Dictionary<string, double>());
        Assert.Equal(reference.state_dict().Keys.Order(StringComparer.Ordinal), attention.state_dict().Keys.Order(StringComparer.Ordinal));
        reference.to(ScalarType.Float64);
        var input = FillRule.Input("input", "dfc", [8, inChannels, height, width], 2.0);

        foreach (var training in new[] { true, false })
        {
            attention.train(training);
            reference.train(training);
            var (x, exact) = (input.clone().requires_grad_(), input.to(ScalarType.Float64).requires_grad_());
            var gates = attention.call(ChannelsLast.Of(x));
            var half = reference.call(nn.functional.avg_pool2d(exact, 2)).sigmoid();
            var rows = tensor(Enumerable.Range(0, height).Select(i => (long)(i * (height / 2) / height)).ToArray());
            var columns = tensor(Enumerable.Range(0, width).Select(i => (long)(i * (width / 2) / width)).ToArray());
            var expected = half.index_select(2, rows).index_select(3, columns);
            Assert.Equal([8L, outChannels, height, width], gates.shape);
            AssertClose("gates", expected, gates, 1e-5);

            // Gradients are sums of many terms that nearly cancel.
            gates.pow(2).sum().backward();
            expected.pow(2).sum().backward();
            AssertClose("gradient of the input", exact.grad!, x.grad!, 3e-4);
            foreach (var ((name, one), (_, other)) in reference.named_parameters().Zip(attention.named_parameters()))
            {
                AssertClose($"gradient of {name}", one.grad!, other.grad!, 3e-4);
                one.grad!.zero_();
                other.grad!.zero_();
            }
        }
    }

    [Fact]
    public void A_map_without_a_half_is_named()
    {
        using var scope = NewDisposeScope();
        using var attention = new DfcAttention(4, 4);
        var exception = Assert.Throws<ArgumentException>(() => attention.call(zeros(2, 4, 1, 8)));
        Assert.Contains("1×8", exception.Message, StringComparison.Ordinal);
    }

    private static nn.Module<Tensor, Tensor> Reference(int inChannels, int outChannels) => nn.Sequential(
        nn.Conv2d(inChannels, outChannels, 1, bias: false),
        nn.BatchNorm2d(outChannels),
        nn.Conv2d(outChannels, outChannels, (1, 5), padding: (0, 2), groups: outChannels, bias: false),
        nn.BatchNorm2d(outChannels),
        nn.Conv2d(outChannels, outChannels, (5, 1), padding: (2, 0), groups: outChannels, bias: false),
        nn.BatchNorm2d(outChannels));

    private static void AssertClose(string what, Tensor expected, Tensor actual, double tolerance)
    {
        var scale = Math.Max(1, expected.abs().max().item<double>());
        Close.Assert(what, 0, (expected - actual).abs().max().item<double>(), tolerance * scale);
    }
}
