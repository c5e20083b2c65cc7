using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Runtime;
using GhostNet.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>The copy of a network for prediction gives the logits of the network.</summary>
public sealed class OptimizedTests : IDisposable
{
    private const double Tolerance = 1e-4;

    private static readonly Dictionary<string, (GhostNetConfig Config, int Size)> s_networks = new()
    {
        ["tutorial"] = (GhostNetConfig.Tutorial, 32),
        ["corrected"] = (GhostNetConfig.Tutorial with { Flavor = GhostNetFlavor.Paper }, 32),
        ["cifar"] = (GhostNetConfig.Cifar(0.5), 32),
        ["fewer channels than a vector"] = (GhostNetConfig.Cifar(0.1, classes: 7, inputChannels: 1), 28),
        ["odd size"] = (GhostNetConfig.Cifar(0.25) with { StemStride = 2 }, 45),
        ["odd channels"] = (
            GhostNetConfig.Cifar(4) with
            {
                Width = 1,
                Stages = [new Stage(new Bottleneck(3, 20, 12, 0.25, 2), new Bottleneck(5, 36, 28, 0, 1))],
            },
            32),
    };

    private readonly int _threads;

    public OptimizedTests()
    {
        Libtorch.Load();
        _threads = get_num_threads();
        set_num_threads(2);
    }

    public static TheoryData<string> All => [.. s_networks.Keys];

    public void Dispose() => set_num_threads(_threads);

    [Theory]
    [MemberData(nameof(All))]
    public void Logits_are_those_of_the_network(string name)
    {
        using var scope = NewDisposeScope();
        var (config, size) = s_networks[name];
        using var network = Filled(config, size);
        using var optimized = network.Optimized();

        // One image; two for two threads; shares that are not all full; many shares.
        foreach (var count in new[] { 1, 2, 5, 83 })
        {
            var images = randn(count, config.InputChannels, size, size);
            var expected = network.call(images).detach();
            var actual = optimized.call(images);
            Assert.Equal(expected.shape, actual.shape);
            Check($"{count} images", expected, actual);
        }
    }

    [Fact]
    public void Takes_images_in_any_layout_and_a_part_of_a_batch()
    {
        using var scope = NewDisposeScope();
        var (config, size) = s_networks["cifar"];
        using var network = Filled(config, size);
        using var optimized = network.Optimized();
        var pixels = randn(9, size, size, 3).permute(0, 3, 1, 2);
        Check("pixels", network.call(pixels).detach(), optimized.call(pixels));
        Check("narrowed", network.call(pixels.narrow(0, 2, 5)).detach(), optimized.call(pixels.narrow(0, 2, 5)));
    }

    /// <summary>The way of any other type and device.</summary>
    [Fact]
    public void In_float64_the_logits_are_the_same()
    {
        using var scope = NewDisposeScope();
        var (config, size) = s_networks["corrected"];
        using var network = Filled(config, size);
        using var optimized = network.Optimized();
        var images = randn(3, 3, size, size);
        var expected = network.call(images).detach();
        optimized.to(ScalarType.Float64);
        var actual = optimized.call(images.to(ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, actual.dtype);
        Check("float64", expected, actual.to(ScalarType.Float32));
    }

    [Fact]
    public void Is_a_copy_that_leaves_the_network_alone_and_knows_no_gradient()
    {
        GhostNetV1 network;
        nn.Module<Tensor, Tensor> optimized;
        using (NewDisposeScope())
        {
            network = Filled(s_networks["odd channels"].Config, 32);
            network.train();
            optimized = network.Optimized();
        }

        using (network)
        using (optimized)
        using (NewDisposeScope())
        {
            Assert.True(network.training);
            Assert.All(network.parameters(), weight => Assert.True(weight.requires_grad));
            var images = randn(2, 3, 32, 32, requires_grad: true);
            var before = optimized.call(images);
            Assert.False(before.requires_grad);
            before.add_(0); // An ordinary tensor: it may be changed.
            using (no_grad())
            {
                network.parameters().ToList().ForEach(weight => weight.zero_());
            }

            Assert.True(before.equal(optimized.call(images)).all().item<bool>());
        }
    }

    [Fact]
    public void Keeps_no_tensor()
    {
        using var scope = NewDisposeScope();
        using var network = Filled(s_networks["odd channels"].Config, 32);
        var before = LiveTensors.Settle();
        using (var optimized = network.Optimized())
        {
            using var images = randn(70, 3, 32, 32);
            var loaded = Tensor.TotalCount;
            optimized.call(images).Dispose();
            Assert.Equal(loaded, Tensor.TotalCount);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void An_impossible_input_is_an_exception_on_the_callers_thread()
    {
        using var scope = NewDisposeScope();
        using var network = Filled(s_networks["odd channels"].Config, 32);
        using var optimized = network.Optimized();
        Assert.ThrowsAny<Exception>(() => optimized.call(zeros(70, 1, 32, 32)));
        Assert.Equal([70L, 10], optimized.call(zeros(70, 3, 32, 32)).shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_images_give_no_logits(int threads)
    {
        using var scope = NewDisposeScope();
        set_num_threads(threads);
        using var network = Filled(s_networks["fewer channels than a vector"].Config, 28);
        using var optimized = network.Optimized();
        using var noGradient = no_grad();
        Assert.Equal([0L, 7], network.call(zeros(0, 1, 28, 28)).shape);
        Assert.Equal([0L, 7], optimized.call(zeros(0, 1, 28, 28)).shape);
    }

    /// <summary>A network in evaluation mode whose running statistics fit its weights.</summary>
    private static GhostNetV1 Filled(GhostNetConfig config, int size)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(11);
        var network = new GhostNetV1(config);
        network.train();
        for (var batch = 0; batch < 12; batch++)
        {
            network.call(randn(16, config.InputChannels, size, size));
        }

        network.eval();
        return network;
    }

    private static void Check(string what, Tensor expected, Tensor actual)
    {
        var scale = Math.Max(1, expected.abs().max().item<float>());
        Close.Assert(what, 0, (expected - actual).abs().max().item<float>() / scale, Tolerance);
    }
}
