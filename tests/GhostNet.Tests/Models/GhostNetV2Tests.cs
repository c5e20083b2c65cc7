using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

public sealed class GhostNetV2Tests
{
    /// <summary>The paper's table 2 has 6.1 M and 167 M at width 1, and 12.4 M and 399 M at width 1.6.</summary>
    [Theory]
    [InlineData(1.0, 6_156_908, 167.05)]
    [InlineData(1.3, 8_960_404, 269.32)]
    [InlineData(1.6, 12_392_698, 398.61)]
    public void Parameters_and_multiply_adds_of_the_paper(double width, long parameters, double millions)
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV2(GhostNetConfig.ImageNet(width));
        var summary = ModelSummary.Of(network, 1, 3, 224, 224);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(millions, Math.Round(summary.MultiplyAdds / 1e6, 2));
        Assert.Empty(summary.NotCounted);
    }

    /// <summary>Names and shapes as in the authors' code: all of the first version, and six layers more from the third bottleneck on.</summary>
    [Fact]
    public void Names_and_shapes_of_the_authors()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV2(GhostNetConfig.ImageNet());
        using var first = new GhostNetV1(GhostNetConfig.ImageNet());
        var state = network.state_dict();
        var attention = state.Keys.Where(name => name.Contains(".short_conv.", StringComparison.Ordinal)).ToList();
        Assert.Equal(first.state_dict().Keys.Order(StringComparer.Ordinal), state.Keys.Except(attention).Order(StringComparer.Ordinal));

        // Three convolutions with one tensor each and three batch normalisations with five.
        Assert.Equal(14 * 18, attention.Count);
        Assert.DoesNotContain(attention, name => name.StartsWith("blocks.0.", StringComparison.Ordinal) || name.StartsWith("blocks.1.", StringComparison.Ordinal));
        foreach (var (name, shape) in new (string, long[])[]
        {
            ("blocks.2.0.ghost1.short_conv.0.weight", [72, 24, 1, 1]),
            ("blocks.2.0.ghost1.short_conv.1.running_mean", [72]),
            ("blocks.2.0.ghost1.short_conv.2.weight", [72, 1, 1, 5]),
            ("blocks.2.0.ghost1.short_conv.3.weight", [72]),
            ("blocks.2.0.ghost1.short_conv.4.weight", [72, 1, 5, 1]),
            ("blocks.2.0.ghost1.short_conv.5.bias", [72]),
            ("blocks.8.3.ghost1.short_conv.0.weight", [960, 160, 1, 1]),
        })
        {
            Assert.Equal(shape, state[name].shape);
        }
    }

    [Fact]
    public void Kernels_of_the_attention_start_with_the_deviation_of_the_rule()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new GhostNetV2(GhostNetConfig.Cifar());
        var kernels = network.state_dict()["blocks.8.3.ghost1.short_conv.2.weight"];
        Assert.Equal(1, kernels.std().item<float>() / Math.Sqrt(2.0 / 5), 0.05);
    }

    [Fact]
    public void Attention_changes_what_the_network_says()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = new GhostNetV2(GhostNetConfig.Cifar(0.25));
        network.eval();
        var images = randn(2, 3, 32, 32);
        var before = network.call(images);
        network.state_dict()["blocks.2.0.ghost1.short_conv.5.bias"].fill_(3);
        Assert.True((network.call(images) - before).abs().max().item<float>() > 1e-6);
    }

    [Fact]
    public void Small_images_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV2(GhostNetConfig.Cifar(0.25));
        network.eval();
        Assert.Contains("larger images", Assert.Throws<ArgumentException>(() => network.call(zeros(2, 3, 16, 16))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_shows_attention_as_a_layer()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV2(GhostNetConfig.Cifar(0.25));
        Assert.Equal(14, ModelSummary.Of(network, 1, 3, 32, 32).Layers.Count(layer => layer.Type == nameof(DfcAttention)));
    }
}
