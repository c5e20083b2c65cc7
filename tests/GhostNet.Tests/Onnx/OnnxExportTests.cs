using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Data;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Onnx;
using GhostNet.Tests.Golden;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Tests.Onnx;

/// <summary>ONNX Runtime computes from an exported file what the model computes.</summary>
public sealed class OnnxExportTests
{
    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> s_models = new()
    {
        ["V1 ImageNet 0.5"] = () => new GhostNetV1(GhostNetConfig.ImageNet(0.5)),
        ["V1 ImageNet 1.0"] = () => new GhostNetV1(GhostNetConfig.ImageNet()),
        ["V1 Cifar"] = () => new GhostNetV1(GhostNetConfig.Cifar()),
        ["V1 Cifar, grey, narrow"] = () => new GhostNetV1(GhostNetConfig.Cifar(0.3, classes: 7, inputChannels: 1)),
        ["V1 Tutorial"] = () => new GhostNetV1(GhostNetConfig.Tutorial),
        ["V2 ImageNet 1.0"] = () => new GhostNetV2(GhostNetConfig.ImageNet()),
        ["V2 Cifar 0.5"] = () => new GhostNetV2(GhostNetConfig.Cifar(0.5)),
        ["VGG-16"] = () => new Vgg16(),
        ["VGG-16 with Ghost modules"] = () => new GhostVgg16(),
        ["ResNet-56"] = () => new ResNet56(inputChannels: 1),
        ["ResNet-56 with Ghost modules"] = () => new GhostResNet56(),
    };

    /// <summary>Batch, height and width; odd sizes, for maps that are halved unevenly.</summary>
    private static readonly (int Batch, int Height, int Width)[] s_sizes =
        [(1, 64, 64), (2, 36, 36), (3, 33, 47), (4, 41, 64), (1, 97, 50)];

    public static TheoryData<string, bool> Cases =>
        [.. s_models.Keys.SelectMany(name => new[] { true, false }.Select(fold => new TheoryDataRow<string, bool>(name, fold)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_the_model_for_five_sizes_and_batches(string name, bool fold)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = s_models[name]();
        FillRule.Fill(model, name, new Dictionary<string, double>());
        model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { FoldBatchNorm = fold });
        Assert.Equal(!fold, HasBatchNorm(folder.File("model.onnx")));

        using var run = new OnnxRun(folder.File("model.onnx"));
        var channels = model.parameters().First().size(1);
        foreach (var (batch, height, width) in s_sizes)
        {
            run.AssertSame(model, FillRule.Input("input", name, [batch, channels, height, width], 2.0));
        }
    }

    [Theory]
    [InlineData(224)]
    [InlineData(32)]
    public void Equals_the_model_at_its_own_size(int size)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using nn.Module<Tensor, Tensor> model = size == 32
            ? new GhostNetV1(GhostNetConfig.Tutorial)
            : new GhostNetV2(GhostNetConfig.ImageNet());
        FillRule.Fill(model, "size", new Dictionary<string, double>());
        model.ExportOnnx(folder.File("model.onnx"));
        using var run = new OnnxRun(folder.File("model.onnx"));
        run.AssertSame(model, FillRule.Input("input", "size", [2, 3, size, size], 2.0));
    }

    /// <summary>Three maps of each intrinsic one, of which the last are dropped; a gate without bound; a plain ReLU and dropout.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_layers_in_any_order(bool fold)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = nn.Sequential(
            new ConvBnAct(3, 8, kernelSize: 3, stride: 2),
            new BatchNormAct(8),
            nn.MaxPool2d(3, stride: 1, padding: 1),
            new GhostModule(8, 10, kernelSize: 3, ratio: 3, attention: new DfcAttention(8, 10)),
            new SqueezeExcite(10, flavor: GhostNetFlavor.Tutorial),
            nn.Conv2d(10, 6, (1, 3), padding: (0, 1)),
            new BatchNormAct(6),
            nn.ReLU(),
            nn.Dropout(),
            new GhostBottleneck(6, 12, 9, kernelSize: 5, stride: 2, new SqueezeExcite(12), new DfcAttention(6, 12)));
        FillRule.Fill(model, "layers", new Dictionary<string, double>());
        model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { FoldBatchNorm = fold });
        using var run = new OnnxRun(folder.File("model.onnx"));
        run.AssertSame(model, FillRule.Input("input", "layers", [2, 3, 21, 34], 2.0));
    }

    [Fact]
    public void Says_what_it_is()
    {
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25, classes: 2));
        var description = NetworkDescription.Of(
            model, ["cat \"and\" dog", "Größe"], Cifar10Mean, [0.25f, 0.5f, 1f], 96, 96, "mine", 0.875, nameof(Interpolation.Bilinear), isMultiLabel: true);
        model.ExportOnnx(folder.File("model.onnx"), new OnnxOptions { Description = description });

        using var run = new OnnxRun(folder.File("model.onnx"));
        var metadata = run.Session.ModelMetadata;
        Assert.Equal("GhostNet for .NET", metadata.ProducerName);
        Assert.Equal("ghostnet_cifar", metadata.GraphName);
        Assert.NotEmpty(metadata.Description);
        Assert.Equal(["cat \"and\" dog", "Größe"], JsonNode.Parse(metadata.CustomMetadataMap["class_names"])!.AsArray().Select(name => (string)name!));
        Assert.Equal(Cifar10Mean, JsonNode.Parse(metadata.CustomMetadataMap["mean"])!.AsArray().Select(mean => (float)mean!));
        Assert.Equal([0.25f, 0.5f, 1f], JsonNode.Parse(metadata.CustomMetadataMap["std"])!.AsArray().Select(std => (float)std!));
        Assert.Equal(
            ["RGB", "96", "96", "0.875", "bilinear", "sigmoid", "by the caller", "float32"],
            new[] { "channel_order", "height", "width", "crop_fraction", "interpolation", "activation", "preprocessing", "numbers" }
                .Select(key => metadata.CustomMetadataMap[key]));
        Assert.Contains("\"name\":\"ghostnet_cifar\"", metadata.CustomMetadataMap["ghostnet"], StringComparison.Ordinal);
        Assert.Equal([-1, 3, -1, -1], run.Session.InputMetadata["images"].Dimensions);
        Assert.Equal(["batch", "", "height", "width"], run.Session.InputMetadata["images"].SymbolicDimensions);
        Assert.Equal([-1, 2], run.Session.OutputMetadata["logits"].Dimensions);
    }

    [Fact]
    public void What_is_not_known_is_not_said()
    {
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        model.ExportOnnx(folder.File("model.onnx"));
        using var run = new OnnxRun(folder.File("model.onnx"));
        Assert.Equal(["activation", "ghostnet", "numbers", "preprocessing"], run.Session.ModelMetadata.CustomMetadataMap.Keys.Order());
    }

    [Fact]
    public void Leaves_the_model_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        model.train();
        var before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone());
        model.ExportOnnx(folder.File("model.onnx"));
        Assert.True(model.training);
        Assert.All(model.state_dict(), entry => Assert.True(entry.Value.equal(before[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Fact]
    public void A_layer_that_is_not_known_is_named_and_no_file_is_left()
    {
        using var folder = new TemporaryFolder();
        using var model = nn.Sequential(new Conv(3, 4), nn.LeakyReLU(0.1));
        var exception = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(folder.File("model.onnx")));
        Assert.Contains("1 (LeakyReLU)", exception.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void More_than_two_gigabytes_are_refused_before_they_are_copied()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var linear = nn.Linear(1, 1);
        using var model = nn.Sequential(new Conv(3, 4), linear);
        using var noGradient = no_grad();
        linear.weight = new Parameter(zeros(1, 1).expand(30_000, 20_000), requires_grad: false);
        var exception = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(folder.File("model.onnx")));
        Assert.Contains("2.4 GB", exception.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void A_file_that_was_there_is_replaced()
    {
        using var folder = new TemporaryFolder();
        folder.Write("model.onnx", [1, 2, 3]);
        using var model = new GhostNetV1(GhostNetConfig.Cifar(0.25));
        model.ExportOnnx(folder.File("model.onnx"));
        Assert.Equal(["model.onnx"], folder.Content());
        using var run = new OnnxRun(folder.File("model.onnx"));
    }

    private static float[] Cifar10Mean { get; } = [.. Cifar10.Mean];

    private static bool HasBatchNorm(string path) =>
        Encoding.Latin1.GetString(File.ReadAllBytes(path)).Contains("BatchNormalization", StringComparison.Ordinal);
}
