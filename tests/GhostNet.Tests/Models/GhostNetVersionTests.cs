using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Tests.Models;

/// <summary>What holds for every version of GhostNet.</summary>
public sealed class GhostNetVersionTests
{
    [Theory]
    [InlineData(1, 0.1, 1, 2, 28)]
    [InlineData(1, 0.5, 3, 10, 32)]
    [InlineData(1, 1.3, 4, 7, 33)]
    [InlineData(2, 0.1, 1, 2, 17)]
    [InlineData(2, 0.5, 3, 10, 32)]
    [InlineData(2, 1.3, 4, 7, 33)]
    [InlineData(3, 0.1, 1, 2, 17)]
    [InlineData(3, 0.5, 3, 10, 32)]
    [InlineData(3, 1.3, 4, 7, 33)]
    public void Any_width_channels_classes_and_size(int version, double width, int channels, int classes, int size)
    {
        using var scope = NewDisposeScope();
        var config = GhostNetConfig.Cifar(width, classes, channels);
        using ImageClassifier network = version switch
        {
            1 => new GhostNetV1(config),
            2 => new GhostNetV2(config),
            _ => new GhostNetV3(config),
        };
        network.train();
        var logits = network.call(randn(2, channels, size, size));
        logits.sum().backward();
        Assert.Equal([2L, classes], logits.shape);
        Assert.All(network.named_parameters(), p => Assert.True(p.parameter.grad!.isfinite().all().item<bool>(), p.name));
    }
}
