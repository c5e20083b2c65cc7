using GhostNet.Layers;
using GhostNet.Models;

namespace GhostNet.Tests.Models;

public sealed class GhostNetConfigTests
{
    [Fact]
    public void Equal_descriptions_are_equal_whatever_list_holds_the_stages()
    {
        var config = GhostNetConfig.Cifar();
        var copy = config with { Stages = [.. config.Stages.Select(stage => new Stage([.. stage.Bottlenecks]))] };
        Assert.Equal(config, copy);
        Assert.Equal(config.GetHashCode(), copy.GetHashCode());
        Assert.NotEqual(config, config with { Stages = [.. config.Stages.Take(8)] });
        Assert.NotEqual(config, config with { Dropout = 0.1 });
        Assert.NotEqual(GhostNetConfig.ImageNet(classes: 10), config);
    }

    [Fact]
    public void Says_what_it_describes()
    {
        var text = GhostNetConfig.Cifar(0.5).ToString();
        Assert.StartsWith("GhostNet width 0.5: 3 channels to 10 classes, stem stride 1, 16 bottlenecks in 9 stages", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_built_is_refused_and_named()
    {
        var good = GhostNetConfig.Cifar(0.25);
        GhostNetConfig Row(Bottleneck row) => good with { Stages = [new Stage(row)] };
        var row = new Bottleneck(3, 16, 16, 0.25, 2);
        foreach (var (wrong, name) in new (GhostNetConfig, string)[]
        {
            (good with { Width = 0 }, "Width"),
            (good with { Width = -1 }, "Width"),
            (good with { Width = double.NaN }, "Width"),
            (good with { Width = double.PositiveInfinity }, "Width"),
            (good with { Width = 1000 }, "Width"),
            (good with { Classes = 0 }, "Classes"),
            (good with { Classes = int.MaxValue }, "Classes"),
            (good with { InputChannels = 0 }, "InputChannels"),
            (good with { InputChannels = -3 }, "InputChannels"),
            (good with { StemStride = 0 }, "StemStride"),
            (good with { StemStride = -1 }, "StemStride"),
            (good with { HeadChannels = 0 }, "HeadChannels"),
            (good with { HeadChannels = int.MaxValue }, "HeadChannels"),
            (good with { Dropout = 2 }, "Dropout"),
            (good with { Dropout = 1 }, "Dropout"),
            (good with { Dropout = -0.1 }, "Dropout"),
            (good with { Dropout = double.NaN }, "Dropout"),
            (good with { Flavor = (GhostNetFlavor)7 }, "Flavor"),
            (good with { Stages = [] }, "Stages"),
            (good with { Stages = null! }, "Stages"),
            (good with { Stages = [null!] }, "Stages[0]"),
            (good with { Stages = [new Stage(row), new Stage()] }, "Stages[1]"),
            (good with { Stages = [new Stage(row, null!)] }, "Stages[0].Bottlenecks[1]"),
            (Row(row with { Kernel = 4 }), "Stages[0].Bottlenecks[0].Kernel"),
            (Row(row with { Kernel = -3 }), "Stages[0].Bottlenecks[0].Kernel"),
            (Row(row with { Kernel = 1_000_001 }), "Stages[0].Bottlenecks[0].Kernel"),
            (Row(row with { Expansion = 0 }), "Stages[0].Bottlenecks[0].Expansion"),
            (Row(row with { Out = -16 }), "Stages[0].Bottlenecks[0].Out"),
            (Row(row with { Out = 60_000 }) with { Width = 2 }, "Stages[0].Bottlenecks[0].Out"),
            (Row(row with { SqueezeRatio = -1 }), "Stages[0].Bottlenecks[0].SqueezeRatio"),
            (Row(row with { SqueezeRatio = 1e-300 }), "Stages[0].Bottlenecks[0].SqueezeRatio"),
            (Row(row with { SqueezeRatio = double.NaN }), "Stages[0].Bottlenecks[0].SqueezeRatio"),
            (Row(row with { Stride = 0 }), "Stages[0].Bottlenecks[0].Stride"),
        })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => new GhostNetV1(wrong));
            Assert.Equal(name, error.ParamName);
            Assert.StartsWith($"{name} is ", error.Message, StringComparison.Ordinal);
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new GhostNetV2(wrong)).ParamName);
        }

        using var network = new GhostNetV1(Row(row));
        Assert.Equal(10, network.Config.Classes);
    }

    [Fact]
    public void What_a_twin_cannot_be_built_from_is_refused_and_named()
    {
        foreach (var (create, name) in new (Func<IDisposable>, string)[]
        {
            (() => new Vgg16(0), "classes"),
            (() => new Vgg16(inputChannels: 0), "inputChannels"),
            (() => new GhostVgg16(ratio: 0), "ratio"),
            (() => new GhostVgg16(ratio: int.MaxValue), "ratio"),
            (() => new GhostVgg16(dwSize: 2), "dwSize"),
            (() => new ResNet56(-1), "classes"),
            (() => new ResNet56(inputChannels: -1), "inputChannels"),
            (() => new GhostResNet56(ratio: -2), "ratio"),
            (() => new GhostResNet56(dwSize: 0), "dwSize"),
        })
        {
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(create).ParamName);
        }
    }
}
