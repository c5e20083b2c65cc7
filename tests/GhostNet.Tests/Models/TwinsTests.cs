using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Tests.Golden;
using GhostNet.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>VGG-16 and ResNet-56, each plain and with Ghost modules.</summary>
public sealed class TwinsTests : OneThread
{
    private static readonly Dictionary<string, Func<int, int, nn.Module<Tensor, Tensor>>> s_networks = new()
    {
        ["VGG-16"] = static (classes, channels) => new Vgg16(classes, channels),
        ["Ghost-VGG-16"] = static (classes, channels) => new GhostVgg16(classes, channels),
        ["ResNet-56"] = static (classes, channels) => new ResNet56(classes, channels),
        ["Ghost-ResNet-56"] = static (classes, channels) => new GhostResNet56(classes, channels),
    };

    public static TheoryData<string> All => [.. s_networks.Keys];

    /// <summary>The paper has 15.0 M and 313 M, 7.7 M and 158 M, 0.85 M and 125 M, 0.43 M and 63 M.</summary>
    [Theory]
    [InlineData("VGG-16", 14_986_698, 313_463_808)]
    [InlineData("Ghost-VGG-16", 7_650_474, 158_109_696)]
    [InlineData("ResNet-56", 853_018, 125_485_696)]
    [InlineData("Ghost-ResNet-56", 429_882, 63_009_408)]
    public void Parameters_and_multiply_adds_are_those_of_the_paper(string name, long parameters, long multiplyAdds)
    {
        using var network = s_networks[name](10, 3);
        var summary = ModelSummary.Of(network, 1, 3, 32, 32);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(multiplyAdds, summary.MultiplyAdds);
        Assert.Empty(summary.NotCounted);
    }

    /// <summary>What the remarks say of the other ways to read the paper.</summary>
    [Fact]
    public void A_cheap_operation_with_3x3_kernels_costs_more_than_the_papers_ResNet()
    {
        using var network = new GhostResNet56(dwSize: 3);
        var summary = ModelSummary.Of(network, 1, 3, 32, 32);
        Assert.Equal(438_010, summary.Parameters);
        Assert.Equal(65_139_328, summary.MultiplyAdds);
    }

    [Fact]
    public void A_ghost_network_of_ratio_1_is_the_plain_twin()
    {
        using var ghost = new GhostVgg16(ratio: 1);
        using var plain = new Vgg16();
        Assert.Equal(Shapes(plain), Shapes(ghost));

        static Dictionary<string, string> Shapes(nn.Module network) =>
            network.state_dict().ToDictionary(entry => entry.Key, entry => string.Join(",", entry.Value.shape));
    }

    [Fact]
    public void Layers_are_those_of_the_paper()
    {
        using var vgg = new GhostVgg16();
        using var resNet = new GhostResNet56();
        Assert.Equal(13, vgg.modules().OfType<GhostModule>().Count());
        Assert.Equal(55, resNet.modules().OfType<GhostModule>().Count());
        Assert.DoesNotContain(resNet.modules(), module => module is ConvBnAct);
        var shapes = ModelSummary.Of(resNet, 2, 3, 32, 32).Layers.ToDictionary(layer => layer.Path, layer => layer.OutputShape);
        Assert.Equal([2L, 16, 32, 32], shapes["stem"]);
        Assert.Equal([2L, 16, 32, 32], shapes["stages.0"]);
        Assert.Equal([2L, 32, 16, 16], shapes["stages.1.0"]);
        Assert.Equal([2L, 64, 8, 8], shapes["stages.2"]);
        shapes = ModelSummary.Of(vgg, 1, 3, 32, 32).Layers.ToDictionary(layer => layer.Path, layer => layer.OutputShape);
        Assert.Equal([1L, 64, 16, 16], shapes["features.2"]);
        Assert.Equal([1L, 512, 1, 1], shapes["features.17"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Any_classes_channels_and_size(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var network = s_networks[name](7, 1);
        network.eval();
        Assert.Equal([2L, 7], network.call(randn(2, 1, 36, 44)).shape);
    }

    /// <summary>In float64 every layer goes another way through libtorch: the two agree only if both are right.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Numbers_and_gradients_are_those_of_float64(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var images = randn(2, 3, 32, 32);
        using var single = s_networks[name](10, 3);
        Fill(single);
        using var twice = s_networks[name](10, 3);
        Fill(twice);
        twice.to(ScalarType.Float64);
        single.eval();
        twice.eval();

        var logits = single.call(images);
        var exact = twice.call(images.to(ScalarType.Float64));
        Close.Assert("logits", 0, Distance(exact, logits), 1e-4);
        logits.square().sum().backward();
        exact.square().sum().backward();
        var gradients = twice.named_parameters().ToDictionary(item => item.name, item => item.parameter.grad!);
        Assert.All(single.named_parameters(), item =>
        {
            Assert.True(item.parameter.grad!.abs().max().item<float>() > 0, $"No gradient reaches {item.name}.");
            Close.Assert(item.name, 0, Distance(gradients[item.name], item.parameter.grad!), 1e-3);
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_few_steps_lower_the_loss(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = s_networks[name](10, 3);
        using var optimizer = optim.SGD(network.parameters(), 0.01, momentum: 0.9);
        var images = randn(8, 3, 32, 32);
        var labels = arange(8, ScalarType.Int64);
        network.train();
        var losses = Enumerable.Range(0, 12).Select(_ => Step()).ToList();
        Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
        Assert.True(losses[^1] < 0.9 * losses[0], $"From {losses[0]} to {losses[^1]}.");

        float Step()
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(network.call(images), labels);
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }
    }

    [Fact]
    public void Impossible_numbers_are_named()
    {
        Assert.Throws<ArgumentOutOfRangeException>("classes", () => new Vgg16(classes: 0));
        Assert.Throws<ArgumentOutOfRangeException>("ratio", () => new GhostResNet56(ratio: 0));
    }

    /// <summary>Statistics of its own for each layer, and logits that are not all near zero.</summary>
    private static void Fill(nn.Module network)
    {
        using var noGradient = no_grad();
        foreach (var (name, state) in network.state_dict().Where(entry => !entry.Key.EndsWith("tracked", StringComparison.Ordinal)))
        {
            using Scalar scale = name.StartsWith("classifier", StringComparison.Ordinal) ? 5.0 : 1.0; // Held: see PinnedScalars.cs.
            using var values = tensor(FillRule.State(name, "twins", state.shape), state.shape);
            state.copy_(name.EndsWith("bias", StringComparison.Ordinal) ? values : values.mul(scale));
        }
    }

    /// <summary>The largest difference, as a share of the largest number.</summary>
    private static double Distance(Tensor exact, Tensor other) =>
        ((exact - other.to(ScalarType.Float64)).abs().max() / exact.abs().max()).item<double>();
}
