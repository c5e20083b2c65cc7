using GhostNet.Layers;


namespace GhostNet.Tests.Layers;

public sealed class ChannelsTests
{
    [Theory]
    [InlineData(16 * 1.3, 20, 24)]
    [InlineData(72 * 1.3, 92, 96)]
    [InlineData(112 * 1.3, 144, 148)]
    [InlineData(672 * 1.3, 872, 876)]
    [InlineData(40, 40, 40)]
    [InlineData(18, 20, 20)]
    [InlineData(5, 8, 8)]
    [InlineData(1, 4, 4)]
    public void Rounds_as_the_authors_and_as_the_tutorial(double channels, int nearest, int up)
    {
        Assert.Equal(nearest, Channels.MakeDivisible(channels));
        Assert.Equal(up, Channels.MakeDivisible(channels, 4, GhostNetFlavor.Tutorial));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Is_a_multiple_and_never_below_90_percent(int divisor)
    {
        for (var channels = 1.0; channels < 300; channels += 0.7)
        {
            var rounded = Channels.MakeDivisible(channels, divisor);
            Assert.Equal(0, rounded % divisor);
            Assert.True(rounded >= 0.9 * channels, $"{channels} became {rounded}.");
        }
    }
}
