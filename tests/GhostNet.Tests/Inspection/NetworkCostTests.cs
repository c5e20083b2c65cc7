using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Tests.Inspection;

/// <summary>The numbers of the paper's table and of the tutorial's network.</summary>
public sealed class NetworkCostTests
{
    private static readonly GhostNetConfig s_corrected =
        GhostNetConfig.Tutorial with { Flavor = GhostNetFlavor.Paper };

    [Theory]
    [InlineData(0.5, 2_587_292, 42.33)]
    [InlineData(1.0, 5_182_508, 141.15)]
    [InlineData(1.3, 7_358_820, 227.00)]
    public void Networks_for_ImageNet_cost_what_the_paper_says(double width, long parameters, double millions)
    {
        var summary = Summarise(GhostNetConfig.ImageNet(width), 224);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(parameters, summary.TrainableParameters);
        Assert.Equal(4 * parameters, summary.ParameterBytes);
        Assert.Equal(millions, Math.Round(summary.MultiplyAdds / 1e6, 2));
        Assert.Empty(summary.NotCounted);
    }

    [Theory]
    [InlineData(32, 26_893_808)]
    [InlineData(36, 31_077_088)]
    public void The_network_of_the_tutorial_costs_what_it_says(int size, long multiplyAdds) =>
        Check(GhostNetConfig.Tutorial, size, 25_282_354, 23_990_496, multiplyAdds);

    [Theory]
    [InlineData(2, 32, 4_421_936)]
    [InlineData(2, 36, 8_605_216)]
    [InlineData(1, 32, 12_818_432)]
    public void The_corrected_network_costs_much_less(int stemStride, int size, long multiplyAdds) =>
        Check(s_corrected with { StemStride = stemStride }, size, 2_795_726, 1_503_868, multiplyAdds);

    [Fact]
    public void Shapes_of_the_tutorials_blocks()
    {
        var summary = Summarise(GhostNetConfig.Tutorial, 32);
        var shapes = summary.Layers.ToDictionary(layer => layer.Path, layer => layer.OutputShape);
        foreach (var (path, channels, size) in new[]
        {
            ("conv_stem", 16, 16), ("blocks.0.0", 16, 16), ("blocks.1", 24, 8), ("blocks.2.0", 24, 8), ("blocks.3", 40, 4),
            ("blocks.4.0", 40, 4), ("blocks.5", 80, 2), ("blocks.6.2", 80, 2), ("blocks.6.3", 112, 2), ("blocks.6", 112, 2),
            ("blocks.7", 160, 1), ("blocks.8.3", 160, 1), ("blocks.9", 960, 1),
        })
        {
            Assert.Equal([1L, channels, size, size], shapes[path]);
        }

        Assert.Equal([1L, 128], shapes["conv_head"]);
        Assert.Equal([1L, 10], shapes["classifier"]);
    }

    private static void Check(GhostNetConfig config, int size, long parameters, long squeezeExcite, long multiplyAdds)
    {
        var summary = Summarise(config, size);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(squeezeExcite, summary.Layers.Where(layer => layer.Type == nameof(SqueezeExcite)).Sum(layer => layer.Parameters));
        Assert.Equal(multiplyAdds, summary.MultiplyAdds);
        Assert.Empty(summary.NotCounted);
    }

    private static ModelSummary Summarise(GhostNetConfig config, int size)
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV1(config);
        return ModelSummary.Of(network, 1, config.InputChannels, size, size);
    }
}
