namespace GhostNet.Interactive.Tests.Curves;

/// <summary>A clock that is turned by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Turn(int milliseconds) => _ticks += milliseconds * TimeSpan.TicksPerMillisecond;
}
