using GhostNet.Models;

namespace GhostNet.Tests.Models;

public sealed class NetworkShapesTests
{
    public static TheoryData<string, GhostNetConfig> Configs => new()
    {
        { "ImageNet", GhostNetConfig.ImageNet(0.5, classes: 17, inputChannels: 1) },
        { "CIFAR", GhostNetConfig.Cifar(0.1) },
        { "width 1.3", GhostNetConfig.Cifar(1.3) },
        { "tutorial", GhostNetConfig.Tutorial },
        { "odd", new GhostNetConfig { Width = 0.33, HeadChannels = 7, Stages = [new(new Bottleneck(5, 30, 16, 0.3, 1)), new(new Bottleneck(7, 50, 22, 0, 2), new Bottleneck(3, 44, 22, 1, 1))] } },
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public void AreThoseOfTheNetwork(string name, GhostNetConfig config)
    {
        Assert.NotEmpty(name);
        using var model = new GhostNetV1(config);
        var shapes = model.state_dict().ToDictionary(item => item.Key, item => (IReadOnlyList<long>)item.Value.shape);
        Assert.Null(NetworkShapes.FirstDifference(config, shapes));

        // Each tensor counts: without it, and with one more.
        foreach (var tensor in shapes.Keys.ToList())
        {
            Assert.Equal(tensor, NetworkShapes.FirstDifference(config, shapes.Where(item => item.Key != tensor).ToDictionary()));
        }

        shapes["other"] = [1];
        Assert.Equal("other", NetworkShapes.FirstDifference(config, shapes));
    }
}
