namespace GhostNet.Interactive.Tests.Curves;

public sealed class PicturePaceTests
{
    [Theory]
    [InlineData(0, 250)]
    [InlineData(2, 250)]
    [InlineData(8, 800)]
    [InlineData(500, 2000)]
    public void The_longer_a_picture_takes_the_longer_the_next_waits(int picture, int wait)
    {
        var clock = new HandClock();
        var pace = new PicturePace(clock);
        Assert.True(pace.IsDue);

        pace.Draw(() => clock.Turn(picture));
        clock.Turn(wait - 1);
        Assert.False(pace.IsDue);
        clock.Turn(1);
        Assert.True(pace.IsDue);
    }
}
