using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Metrics;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>Every network and layer says what is wrong with a tensor and what to do, in its own words.</summary>
public sealed class InputCheckTests
{
    /// <summary>A shape, a type, and the advice that helps.</summary>
    private static readonly (long[] Shape, ScalarType Type, string Advice)[] s_wrong =
    [
        ([3, 32, 32], ScalarType.Float32, "input.unsqueeze(0)"),
        ([32, 32, 3], ScalarType.Float32, "input.permute(2, 0, 1).unsqueeze(0)"),
        ([2, 32, 32, 3], ScalarType.Float32, "input.permute(0, 3, 1, 2)"),
        ([2, 1, 32, 32], ScalarType.Float32, "input.expand(-1, 3, -1, -1)"),
        ([2, 4, 32, 32], ScalarType.Float32, "input.narrow(1, 0, 3)"),
        ([2, 5, 32, 32], ScalarType.Float32, "for 5 input channels"),
        ([2, 3, 32, 32], ScalarType.Byte, "input.to(ScalarType.Float32) / 255"),
        ([2, 3, 32, 32], ScalarType.Int64, "input.to(ScalarType.Float32)"),
        ([2, 3, 32, 32], ScalarType.Float64, "input.to(ScalarType.Float32)"),
        ([2, 3, 32, 32], ScalarType.Bool, "input.to(ScalarType.Float32)"),
        ([2, 3, 0, 32], ScalarType.Float32, "larger images"),
        ([32, 32], ScalarType.Float32, "[N, 3, H, W]"),
        ([], ScalarType.Float32, "[N, 3, H, W]"),
        ([0], ScalarType.Float32, "[N, 3, H, W]"),
    ];

    public static TheoryData<string> Names => ["V1", "V2", "Vgg16", "GhostVgg16", "ResNet56", "GhostResNet56", "V1 optimized"];

    public static TheoryData<string> Layers => ["Conv", "depthwise Conv", "ConvBnAct", "BatchNormAct", "GhostModule", "GhostBottleneck", "SqueezeExcite", "DfcAttention"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_says_what_came_what_it_takes_and_what_to_do(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Network(name);
        foreach (var training in new[] { true, false })
        {
            network.train(training);
            foreach (var (shape, type, advice) in s_wrong)
            {
                var error = Assert.Throws<ArgumentException>(() => network.call(zeros(shape, type)));
                Assert.Contains(advice, error.Message, StringComparison.Ordinal);
                Assert.Contains($"[{string.Join(", ", shape)}] of {type}", error.Message, StringComparison.Ordinal);
                AssertOneSentenceOrTwo(error);
            }
        }

        Assert.Throws<ArgumentNullException>(() => network.call(null!));
        network.eval();
        Assert.Equal([1L, 10], network.call(rand(1, 3, 32, 32)).shape);
    }

    [Theory]
    [InlineData("V2", 17)]
    [InlineData("V2 for ImageNet", 33)]
    [InlineData("V2 of three bottlenecks", 3)]
    [InlineData("Vgg16", 32)]
    [InlineData("GhostVgg16", 32)]
    [InlineData("V1", 1)]
    [InlineData("ResNet56", 1)]
    public void The_smallest_image_is_the_smallest_that_works(string name, int size)
    {
        using var scope = NewDisposeScope();
        using var network = Network(name);
        network.eval();
        Assert.Equal([1L, 10], network.call(rand(1, 3, size, size)).shape);
        if (size > 1)
        {
            var error = Assert.Throws<ArgumentException>(() => network.call(rand(1, 3, size - 1, size)));
            Assert.Contains($"{size}×{size} pixels or more", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Colour_images_in_a_grey_network_and_the_other_way_round()
    {
        using var scope = NewDisposeScope();
        using var network = new GhostNetV1(GhostNetConfig.Cifar(0.25, inputChannels: 1));
        Assert.Contains("mean([1], keepdim: true)", Assert.Throws<ArgumentException>(() => network.call(rand(1, 3, 32, 32))).Message, StringComparison.Ordinal);
        Assert.Contains("unsqueeze(0).unsqueeze(0)", Assert.Throws<ArgumentException>(() => network.call(rand(32, 32))).Message, StringComparison.Ordinal);
        Assert.Contains("unsqueeze(1)", Assert.Throws<ArgumentException>(() => network.call(rand(7, 32, 32))).Message, StringComparison.Ordinal);
        network.to(ScalarType.Float64);
        Assert.Contains("ScalarType.Float64", Assert.Throws<ArgumentException>(() => network.call(rand(1, 1, 32, 32))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_alone_says_what_it_takes(string name)
    {
        using var scope = NewDisposeScope();
        using var layer = Layer(name);
        foreach (var training in new[] { true, false })
        {
            layer.train(training);
            foreach (var (shape, type) in new (long[], ScalarType)[]
            {
                ([8, 6, 6], ScalarType.Float32), ([2, 6, 6, 8], ScalarType.Float32), ([2, 7, 6, 6], ScalarType.Float32), ([8], ScalarType.Float32),
                ([], ScalarType.Float32), ([2, 8, 6, 6], ScalarType.Byte), ([2, 8, 6, 6], ScalarType.Float64),
            })
            {
                var error = Assert.Throws<ArgumentException>(() => layer.call(ones(shape, type)));
                Assert.Contains($"[{string.Join(", ", shape)}] of {type}", error.Message, StringComparison.Ordinal);
                AssertOneSentenceOrTwo(error);
            }
        }

        Assert.Equal(4, layer.call(rand(2, 8, 6, 6)).dim());
    }

    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 13, 1)]
    [InlineData(9, 12, 1)]
    [InlineData(8, 12, 2)]
    public void Attention_that_does_not_fit_its_Ghost_module_is_refused(int inChannels, int outChannels, int stride)
    {
        using var attention = new DfcAttention(inChannels, outChannels);
        AssertOneSentenceOrTwo(Assert.Throws<ArgumentException>(() => new GhostModule(8, 12, stride: stride, attention: attention)));
    }

    [Fact]
    public void Inspection_passes_the_answer_on()
    {
        using var scope = NewDisposeScope();
        using var network = Network("V1");
        Assert.Contains("unsqueeze(0)", Assert.Throws<ArgumentException>(() => ModelSummary.Of(network, 3, 32, 32)).Message, StringComparison.Ordinal);
        Assert.Contains("unsqueeze(0)", Assert.Throws<ArgumentException>(() => FeatureMaps.Capture(network, rand(3, 32, 32), "blocks.0")).Message, StringComparison.Ordinal);
        AssertOneSentenceOrTwo(Assert.Throws<ArgumentException>(() => ModelSummary.Of(network, 1, -3, 32, 32)));
        var grey = Data(1);
        Assert.Contains("expand(-1, 3, -1, -1)", Assert.Throws<ArgumentException>(() => Evaluation.Run(network, grey)).Message, StringComparison.Ordinal);

        Assert.Contains("without a pixel", Assert.Throws<ArgumentException>(() => ImageKernels.Apply(zeros(3, 0, 4), ImageKernels.BoxBlur)).Message, StringComparison.Ordinal);
        Assert.Contains("real numbers", Assert.Throws<ArgumentException>(() => FeatureMaps.Of(zeros([1, 2, 3, 3], ScalarType.ComplexFloat32))).Message, StringComparison.Ordinal);

        // A model of a user's own has no such check, and yet no stack of libtorch is shown.
        using var own = nn.Sequential(nn.Flatten(), nn.Linear(7, 10));
        AssertOneSentenceOrTwo(Assert.Throws<ArgumentException>(() => Evaluation.Run(own, grey)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_on_other_data_than_the_network_is_for_is_refused_at_once(string name)
    {
        if (name.EndsWith("optimized", StringComparison.Ordinal))
        {
            return;
        }

        using var network = Network(name);
        using var trainer = new Trainer(network, new TrainingOptions { Epochs = 1, BatchSize = 4, Device = "cpu" });
        Assert.Contains("InputChannels = 1", Assert.Throws<ArgumentException>(() => trainer.Fit(Data(1), null)).Message, StringComparison.Ordinal);
        Assert.Contains("Classes = 12", Assert.Throws<ArgumentException>(() => trainer.Fit(Data(3, 12), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_a_users_own_with_too_few_classes_is_named()
    {
        using var model = nn.Sequential(nn.Flatten(), nn.Linear(3 * 32 * 32, 5));
        using var trainer = new Trainer(model, new TrainingOptions { Epochs = 1, BatchSize = 4, Device = "cpu" });
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(Data(3), null));
        Assert.Contains("logits of 10 classes are [N, 10]", error.Message, StringComparison.Ordinal);
        AssertOneSentenceOrTwo(error);
    }

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(0f, 0f)]
    [InlineData(0f, -1f)]
    [InlineData(0f, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f)]
    public void Data_are_not_divided_by_nothing(float mean, float std)
    {
        ImageDataset Create() => new("d", new byte[4], [0], 1, 2, 2, ["a"], [mean], [std]);
        if (std == 0.5f)
        {
            Assert.Equal(1, Create().Count);
            return;
        }

        Assert.Contains("above 0", Assert.Throws<ArgumentException>(Create).Message, StringComparison.Ordinal);
    }

    private static void AssertOneSentenceOrTwo(Exception error)
    {
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 20, 400);
    }

    private static ImageDataset Data(int channels, int classes = 10) => new(
        "d", new byte[8 * channels * 32 * 32], [0, 1, 2, 3, 4, 5, 6, 7], channels, 32, 32, [.. Enumerable.Range(0, classes).Select(i => $"{i}")],
        [.. Enumerable.Repeat(0.5f, channels)], [.. Enumerable.Repeat(0.5f, channels)]);

    private static nn.Module<Tensor, Tensor> Network(string name) => name switch
    {
        "V1" => new GhostNetV1(GhostNetConfig.Cifar(0.25)),
        "V1 optimized" => Optimized(),
        "V2" => new GhostNetV2(GhostNetConfig.Cifar(0.25)),
        "V2 for ImageNet" => new GhostNetV2(GhostNetConfig.ImageNet(0.25, 10)),
        "V2 of three bottlenecks" => new GhostNetV2(GhostNetConfig.Cifar(0.25) with { Stages = [.. GhostNetConfig.PaperStages.Skip(1).Take(3)] }),
        "Vgg16" => new Vgg16(),
        "GhostVgg16" => new GhostVgg16(),
        "ResNet56" => new ResNet56(),
        _ => new GhostResNet56(),
    };

    private static nn.Module<Tensor, Tensor> Optimized()
    {
        using var network = Network("V1");
        return ((GhostNetV1)network).Optimized();
    }

    private static nn.Module<Tensor, Tensor> Layer(string name) => name switch
    {
        "Conv" => new Conv(8, 12),
        "depthwise Conv" => new Conv(8, 8, 3, stride: 2, groups: 8),
        "ConvBnAct" => new ConvBnAct(8, 12, 3),
        "BatchNormAct" => new BatchNormAct(8),
        "GhostModule" => new GhostModule(8, 12),
        "GhostBottleneck" => new GhostBottleneck(8, 24, 12, stride: 2),
        "SqueezeExcite" => new SqueezeExcite(8),
        _ => new DfcAttention(8, 12),
    };
}
