using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

public sealed class GhostNetV1Tests
{
    /// <summary>The smoke test of the tutorial.</summary>
    [Fact]
    public void Twenty_four_images_of_36_pixels_give_24_times_10_logits()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV1(GhostNetConfig.Tutorial);
        Assert.Equal([24L, 10], network.call(randn(24, 3, 36, 36)).shape);
    }

    [Fact]
    public void Outlives_the_dispose_scope_in_which_it_was_made()
    {
        GhostNetV1 network;
        using (NewDisposeScope())
        {
            network = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        }

        using (network)
        using (NewDisposeScope())
        {
            network.eval();
            Assert.Equal([1L, 10], network.call(zeros(1, 3, 32, 32)).shape);
        }
    }

    [Theory]
    [InlineData(GhostNetFlavor.Paper)]
    [InlineData(GhostNetFlavor.Tutorial)]
    public void Weights_start_with_the_deviation_of_the_rule(GhostNetFlavor flavor)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new GhostNetV1(GhostNetConfig.Cifar() with { Flavor = flavor });
        var state = network.state_dict();
        foreach (var conv in network.modules().OfType<Conv>().Where(conv => conv.Weight.numel() > 4000))
        {
            var fanOut = conv.KernelSize * conv.KernelSize * conv.OutChannels
                / (flavor == GhostNetFlavor.Paper ? conv.Groups : 1);
            Assert.Equal(1, conv.Weight.std().item<float>() / Math.Sqrt(2.0 / fanOut), 0.06);
        }

        // 5×5 depthwise of 672 channels: the tutorial starts it 26 times too small.
        var expected = flavor == GhostNetFlavor.Paper ? 0.283 : 0.0109;
        Assert.Equal(1, state["blocks.7.0.conv_dw.weight"].std().item<float>() / expected, 0.03);
        Assert.Equal(1, state["conv_head.weight"].std().item<float>() / Math.Sqrt(2.0 / 1280), 0.03);
        Assert.Equal(1, state["classifier.weight"].std().item<float>() / 0.01, 0.03);
        Assert.Equal(0, state["classifier.bias"].abs().max().item<float>());
        Assert.Equal(0, state["conv_head.bias"].abs().max().item<float>());
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        using var scope = NewDisposeScope();
        var config = GhostNetConfig.Cifar(0.25);
        manual_seed(5);
        using var first = new GhostNetV1(config);
        manual_seed(5);
        using var second = new GhostNetV1(config);
        var state = second.state_dict();
        Assert.All(first.state_dict(), entry => Assert.True(entry.Value.equal(state[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void Impossible_numbers_are_named()
    {
        Check("Width", new GhostNetConfig { Width = 0 });
        Check("Classes", new GhostNetConfig { Classes = 0 });

        static void Check(string name, GhostNetConfig config) =>
            Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => new GhostNetV1(config)).Message, StringComparison.Ordinal);
    }
}
