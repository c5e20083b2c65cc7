using System.Security.Cryptography;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Tests.Training;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>What holds for every network that has a name.</summary>
public sealed class ModelRegistryTests : OneThread
{
    private const int Classes = 3;

    public static TheoryData<string> Names { get; } = [.. ModelRegistry.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Maps_images_to_logits_and_can_be_trained(string name)
    {
        manual_seed(0);
        using var model = Small(name);
        var size = Size(model);
        using var images = randn(2, 1, size, size);
        using var labels = tensor(new long[] { 0, 2 });
        using var logits = model.call(images);
        Assert.Equal([2L, Classes], logits.shape);
        Assert.True(isfinite(logits).all().item<bool>());

        using var optimizer = optim.SGD(model.parameters(), 0.01);
        var before = Digests(model);
        using var loss = nn.functional.cross_entropy(logits, labels);
        loss.backward();
        Assert.All(model.named_parameters(), item => Assert.True(item.parameter.grad is { } gradient && isfinite(gradient).all().item<bool>(), item.name));
        optimizer.step();
        Assert.All(model.parameters(), parameter => Assert.True(isfinite(parameter).all().item<bool>()));
        Assert.NotEqual(before, Digests(model));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fresh_logits_are_small_in_training_mode(string name)
    {
        manual_seed(0);
        using var noGradient = no_grad();
        using var model = Small(name);
        var size = Size(model);
        using var images = randn(4, 1, size, size);
        using var logits = model.call(images);
        Assert.InRange(logits.abs().max().item<float>(), 0, 1000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Comes_back_from_its_spec(string name)
    {
        using var model = Small(name);
        Assert.Equal(name, model.Spec.Name);
        Assert.Equal((Classes, 1), (model.Spec.Classes, model.Spec.InputChannels));
        Assert.Equal((Classes, 1), (model.Classes, model.InputChannels));

        var spec = ModelSpec.Parse(model.Spec.ToJson());
        Assert.Equal(model.Spec, spec);
        using var same = ModelRegistry.Create(spec);
        Assert.Equal(model.GetType(), same.GetType());
        Assert.Equal(model.Spec, same.Spec);
        Assert.Equal(Shapes(model), Shapes(same));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Comes_back_from_files_of_weights_bit_for_bit(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Small(name);
        foreach (var file in new[] { "w.safetensors", "w.pth" })
        {
            model.SaveWeights(folder.File(file));
            using var state = StateDict.Read(folder.File(file));
            Assert.Equal(model.Spec, state.Description!.Spec);
            using var same = state.CreateModel();
            Assert.Equal(model.Spec, same.Spec);
            Assert.Equal(Digests(model), Digests(same));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Comes_back_from_a_checkpoint_bit_for_bit_and_goes_on(string name)
    {
        using var folder = new TemporaryFolder();
        manual_seed(0);
        using var model = Small(name);
        var data = Images(Size(model));
        var options = new TrainingOptions { Epochs = 1, BatchSize = 2, WarmupEpochs = 0, Augmentation = Augmentation.None };
        using (var trainer = new Trainer(model, options))
        {
            trainer.Fit(data, null);
            trainer.SaveCheckpoint(folder.File("a.ckpt"));
        }

        var checkpoint = Checkpoint.Read(folder.File("a.ckpt"));
        Assert.Equal(model.Spec, checkpoint.Spec);
        using var same = checkpoint.CreateModel();
        Assert.Equal(model.Spec, same.Spec);
        Assert.Equal(Digests(model), Digests(same));
        using var resumed = Trainer.Resume(folder.File("a.ckpt"), same, epochs: 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, resumed.Fit(data, null).Epochs.Count);
    }

    /// <summary>The numbers of the papers, and those of timm's networks of these names.</summary>
    [Theory]
    [InlineData("ghostnet_050", 2_587_292, 42.33)]
    [InlineData("ghostnet_100", 5_182_508, 141.15)]
    [InlineData("ghostnet_130", 7_358_820, 227.00)]
    [InlineData("ghostnet_tutorial", 25_282_354, 26.89)]
    [InlineData("ghostnet_cifar", 3_914_318, 13.94)]
    [InlineData("ghostnetv2_100", 6_156_908, 167.05)]
    public void Is_as_large_as_published(string name, long parameters, double millions)
    {
        var entry = ModelRegistry.Find(name);
        using var model = ModelRegistry.Create(name);
        var summary = ModelSummary.Of(model, 1, model.InputChannels, entry.Height, entry.Width);
        Assert.Equal(parameters, summary.Parameters);
        Assert.Equal(millions, Math.Round(summary.MultiplyAdds / 1e6, 2));
    }

    [Fact]
    public void Every_name_says_what_it_is()
    {
        Assert.Equal(ModelRegistry.All.Count, ModelRegistry.All.Select(entry => entry.Name).Distinct().Count());
        Assert.All(KnownNetworks.All, entry =>
        {
            Assert.NotEmpty(entry.Description);
            Assert.InRange(entry.Height, 32, 224);
            Assert.Contains(entry.Name, entry.ToString(), StringComparison.Ordinal);
        });
        Assert.Contains("73.98", Assert.Single(ModelRegistry.Find("ghostnet_100").Weights).About, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_was_built_without_a_name_finds_the_nearest()
    {
        foreach (var (config, spec) in new[]
        {
            (GhostNetConfig.ImageNet(1.3, classes: 5), new ModelSpec("ghostnet_130", 5, 3)),
            (GhostNetConfig.Cifar(), new ModelSpec("ghostnet_cifar", 10, 3)),
            (GhostNetConfig.Cifar(0.25, inputChannels: 1), new ModelSpec("ghostnet_cifar", 10, 1).With("width", 0.25)),
            (GhostNetConfig.Tutorial with { Dropout = 0 }, new ModelSpec("ghostnet_tutorial", 10, 3).With("dropout", 0)),
        })
        {
            using var model = new GhostNetV1(config);
            Assert.Equal(spec, model.Spec);
            using var same = Assert.IsType<GhostNetV1>(ModelRegistry.Create(spec));
            Assert.Equal(config, same.Config);
        }
    }

    /// <summary>0.1.0 had four settings in the place of the flavor.</summary>
    [Fact]
    public void Settings_of_earlier_versions_are_a_flavor_where_there_is_such_a_network()
    {
        var corrected = new ModelSpec("ghostnet_tutorial").With("squeeze", "Squeeze").With("gate", "Clamped");
        foreach (var (spec, config) in new[]
        {
            (corrected, GhostNetConfig.Tutorial with { Flavor = GhostNetFlavor.Paper }),
            (corrected.With("initialization", "FanOut"), GhostNetConfig.Tutorial with { Flavor = GhostNetFlavor.Paper }),
            (new ModelSpec("ghostnet_tutorial").With("rounding", "Up"), GhostNetConfig.Tutorial),
            (new ModelSpec("ghostnet_100").With("initialization", "Tutorial"), GhostNetConfig.ImageNet()),
            (new ModelSpec("ghostnet_cifar").With("squeeze", "Expand").With("gate", "Unclamped").With("width", 0.25).With("rounding", "Up"), GhostNetConfig.Cifar(0.25) with { Flavor = GhostNetFlavor.Tutorial }),
        })
        {
            using var model = Assert.IsType<GhostNetV1>(ModelRegistry.Create(spec));
            Assert.Equal(config, model.Config);
            Assert.DoesNotContain("rounding", model.Spec.ToJson(), StringComparison.Ordinal);
        }

        foreach (var (spec, problem) in new[]
        {
            (new ModelSpec("ghostnet_tutorial").With("gate", "Clamped"), "ghostnet_tutorial has squeeze Expand, gate Clamped, rounding Up."),
            (corrected.With("width", 1.3), "squeeze Squeeze, gate Clamped, rounding Up."),
            (corrected.With("rounding", "Down"), "rounding of ghostnet_tutorial is Down, but must be Nearest or Up"),
        })
        {
            Assert.Contains(problem, Assert.Throws<ArgumentException>(() => ModelRegistry.Create(spec)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_keeps_the_name_that_it_was_asked_for_by()
    {
        var spec = new ModelSpec("ghostnet_cifar", 10, 3).With("width", 0.5).With("stemStride", 2);
        using var model = ModelRegistry.Create(spec);
        Assert.Equal(spec, model.Spec);

        // By another name it is the same network.
        using var folder = new TemporaryFolder();
        model.SaveWeights(folder.File("w.safetensors"));
        using var other = ModelRegistry.Create("ghostnet_050", classes: 10);
        Assert.True(other.LoadWeights(folder.File("w.safetensors")).IsComplete);
    }

    [Fact]
    public void A_network_that_calls_itself_otherwise_is_refused()
    {
        // Its checkpoints could not be read back.
        OwnNetwork.Register();
        foreach (var create in new Func<ModelSpec, ImageClassifier>[] { _ => new OwnNetwork(), _ => new Vgg16() })
        {
            var entry = new ModelEntry(new ModelSpec("misnamed", classes: 4), create);
            var message = Assert.Throws<InvalidOperationException>(() => entry.Create(entry.Defaults)).Message;
            Assert.Contains("What misnamed was registered with made a network that calls itself", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_name_or_option_is_refused_with_the_nearest()
    {
        Refused("There is no network ghostnet_10. The nearest names: ghostnet_100", () => ModelRegistry.Create("ghostnet_10"));
        Refused("vgg16 has no option width", () => ModelRegistry.Create(new ModelSpec("vgg16").With("width", 2)));
        Refused("Did you mean stemStride?", () => ModelRegistry.Create(new ModelSpec("ghostnet_100").With("stemstride", 1)));
        Refused("Width is 0", () => ModelRegistry.Create(new ModelSpec("ghostnet_100").With("width", 0)));
        Refused("classes is -1", () => ModelRegistry.Create("vgg16", classes: -1));
        Refused("ghostnet_100 is a network of this library", () => ModelRegistry.Register(ModelRegistry.Find("ghostnet_100")));
        Refused("not the JSON of a network", () => ModelSpec.Parse("{}"));

        static void Refused(string words, Action action) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>The network for three classes and grey images, narrow if it can be.</summary>
    private static ImageClassifier Small(string name)
    {
        var spec = new ModelSpec(name, Classes, inputChannels: 1);
        return ModelRegistry.Create(ModelRegistry.Find(name).Defaults.Options.ContainsKey("width") ? spec.With("width", 0.25) : spec);
    }

    private static int Size(ImageClassifier model) => Math.Max(32, model.SmallestImage);

    private static ImageDataset Images(int size)
    {
        var pixels = new byte[4 * size * size];
        new Random(0).NextBytes(pixels);
        return new ImageDataset("noise", pixels, [0, 1, 2, 0], 1, size, size, ["a", "b", "c"], [0.5f], [0.25f]);
    }

    /// <summary>Bits of all tensors: whole arrays of millions of bytes would be compared one by one.</summary>
    private static Dictionary<string, string> Digests(nn.Module model) =>
        model.state_dict().ToDictionary(item => item.Key, item => Convert.ToHexString(SHA256.HashData(item.Value.detach().contiguous().bytes)));

    private static IEnumerable<string> Shapes(nn.Module model) => model.state_dict().Select(item => $"{item.Key} [{string.Join(", ", item.Value.shape)}]");
}
