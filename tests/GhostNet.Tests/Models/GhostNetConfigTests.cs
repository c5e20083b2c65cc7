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
}
