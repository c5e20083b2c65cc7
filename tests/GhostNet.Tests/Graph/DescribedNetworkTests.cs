using GhostNet.Data;
using GhostNet.Graph;
using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Prediction;
using GhostNet.Runtime;
using GhostNet.Tests.Golden;
using GhostNet.Tests.Onnx;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Graph;

/// <summary>All that follows from a network's description, for every network.</summary>
public sealed class DescribedNetworkTests(ITestOutputHelper output)
{
    /// <summary>Beside those that are registered.</summary>
    private static readonly Dictionary<string, Func<DescribedModule>> s_others = new()
    {
        ["VGG-16 with many ghosts"] = () => new GhostVgg16(ratio: 3, dwSize: 5),
        ["layers of TorchSharp"] = () => new TorchNetwork(),
        ["batch normalisation after anything"] = () => new NormalizedNetwork(),
    };

    static DescribedNetworkTests() => Libtorch.Load();

    public static TheoryData<string> All => [.. ModelRegistry.All.Select(entry => entry.Name), .. s_others.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void The_optimised_network_and_the_ONNX_file_give_the_logits_of_the_network(string name)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var network = Filled(name);
        using var optimized = Optimized(network);
        network.ExportOnnx(folder.File("network.onnx"));
        using var run = new OnnxRun(folder.File("network.onnx"));
        var size = Size(network);
        foreach (var (count, height, width) in new[] { (1, size, size), (3, size + 5, size + 16), (9, size + 1, size) })
        {
            using var noGradient = no_grad();
            var images = randn(count, Channels(network), height, width);
            var expected = network.call(images);
            var scale = Math.Max(1, expected.abs().max().item<float>());
            Close.Assert($"{count} of {height}×{width}", 0, (expected - optimized.call(images)).abs().max().item<float>() / scale, 1e-4);
            run.AssertSame(network, images);
        }
    }

    /// <summary>Random weights are harder to round than trained ones, whose layers do not depend on each other's rounding so much.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_ONNX_file_in_8_bit_numbers_gives_nearly_the_logits_of_the_network(string name)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var network = Filled(name);
        var size = Size(network);
        var pixels = new byte[24 * 3 * size * size];
        new Random(3).NextBytes(pixels);
        var images = new ImageDataset("noise", pixels, new int[24], 3, size, size, ["noise"], [0.5f, 0.5f, 0.5f], [0.25f, 0.25f, 0.25f]);
        network.ExportOnnx(folder.File("int8.onnx"), new OnnxOptions { Calibration = images });
        using var run = new OnnxRun(folder.File("int8.onnx"));
        using var loader = new BatchLoader(images, 24);
        using var noGradient = no_grad();
        var batch = loader.Epoch(0).Single().Images;
        var (expected, actual) = (network.call(batch), run.Predict(batch));
        var similarity = nn.functional.cosine_similarity(expected.flatten(1), tensor(actual).view(24, -1), 1, 1e-8).mean().item<float>();
        output.WriteLine(FormattableString.Invariant($"cosine of logits: {similarity:F4}"));
        Assert.True(similarity > 0.9, $"{similarity}");
        Assert.Equal("int8", run.Session.ModelMetadata.CustomMetadataMap["numbers"]);
    }

    /// <summary>Read from the description, and counted while the network runs.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void The_description_tells_the_multiply_adds(string name)
    {
        using var scope = NewDisposeScope();
        using var network = New(name);
        long[] shape = [2, Channels(network), 37, 48];
        var summary = ModelSummary.Of(network, shape);
        Assert.Equal(summary.MultiplyAdds, MultiplyAdds.Of(network, shape));
        Assert.Empty(summary.NotCounted);
    }

    [Fact]
    public void Wrong_images_are_refused_alike()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostVgg16();
        using var optimized = Optimized(network);
        var wrong = zeros(1, Channels(network) + 1, 32, 32);
        var error = Assert.Throws<ArgumentException>(() => network.call(wrong));
        Assert.Equal(error.Message, Assert.Throws<ArgumentException>(() => optimized.call(wrong)).Message);
        Assert.Contains($"[N, {Channels(network)}, H, W]", error.Message, StringComparison.Ordinal);
        Assert.Equal([1L, 10], optimized.call(zeros(1, Channels(network), 48, 48)).shape);
    }

    [Fact]
    public void An_unknown_layer_is_named_by_its_path_and_its_type()
    {
        using var folder = new TemporaryFolder();
        using var network = new TorchNetwork(nn.LeakyReLU(0.1));
        foreach (var act in new Action[] { () => Optimized(network), () => network.ExportOnnx(folder.File("network.onnx")) })
        {
            var error = Assert.Throws<NotSupportedException>(act);
            Assert.Contains("head.5 (LeakyReLU)", error.Message, StringComparison.Ordinal);
            Assert.Contains("DescribedModule", error.Message, StringComparison.Ordinal);
        }

        // It can still be trained, watched and counted.
        Assert.True(ModelSummary.Of(network, 1, 3, 16, 16).MultiplyAdds > 0);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void Layers_inside_are_called_so_that_hooks_run()
    {
        using var scope = NewDisposeScope();
        using var layer = new SqueezeExcite(8);
        var seen = new List<string>();
        foreach (var (name, child) in layer.named_children())
        {
            ((nn.Module<Tensor, Tensor>)child).register_forward_hook((_, _, made) =>
            {
                seen.Add(name);
                return made;
            });
        }

        layer.call(randn(2, 8, 5, 5));
        Assert.Equal(["conv_reduce", "conv_expand", "gate"], seen);
    }

    private static nn.Module<Tensor, Tensor> Optimized(DescribedModule network) =>
        network is ImageClassifier classifier ? classifier.Optimized() : new OptimizedNetwork(network, channels: 3, smallest: 1);

    /// <summary>A network, narrow if it can be.</summary>
    private static DescribedModule New(string name)
    {
        if (s_others.TryGetValue(name, out var create))
        {
            return create();
        }

        var spec = new ModelSpec(name, classes: 10, inputChannels: 3);
        return ModelRegistry.Create(ModelRegistry.Find(name).Defaults.Options.ContainsKey("width") ? spec.With("width", 0.25) : spec);
    }

    private static int Size(DescribedModule network) => Math.Max(32, (network as ImageClassifier)?.SmallestImage ?? 1);

    private static int Channels(DescribedModule network) => (network as ImageClassifier)?.InputChannels ?? 3;

    /// <summary>A network in evaluation mode whose running statistics fit its weights.</summary>
    private static DescribedModule Filled(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(11);
        var network = New(name);
        network.train();
        for (var batch = 0; batch < 40; batch++)
        {
            network.call(randn(8, Channels(network), Size(network), Size(network)));
        }

        network.eval();
        return network;
    }
}
