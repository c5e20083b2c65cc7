using GhostNet.Interactive.Hosts;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class RedrawThrottleTests
{
    [Theory]
    [InlineData(0, 250)]
    [InlineData(2, 250)]
    [InlineData(8, 800)]
    [InlineData(500, 2000)]
    public void The_longer_a_picture_takes_the_longer_the_next_waits(int picture, int wait)
    {
        var clock = new HandClock();
        var throttle = new RedrawThrottle(clock);
        Assert.True(throttle.IsDue);

        throttle.Draw(() => clock.Turn(picture));
        clock.Turn(wait - 1);
        Assert.False(throttle.IsDue);
        clock.Turn(1);
        Assert.True(throttle.IsDue);
    }
}
