namespace GhostNet.Interactive.Hosts;

/// <summary>
/// Says when to redraw: at once, then at most four times per second, and so rarely that drawing takes about one percent of the time, but at
/// least every two seconds.
/// </summary>
/// <param name="clock">The clock; null for the system's.</param>
internal sealed class RedrawThrottle(TimeProvider? clock = null)
{
    private const int DrawingTimes = 100;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long? _lastDrawing;
    private TimeSpan _interval;

    /// <summary>Whether it is time to redraw.</summary>
    public bool IsDue => _lastDrawing is not { } last || _clock.GetElapsedTime(last) >= _interval;

    /// <summary>Draws, and begins the next wait.</summary>
    public void Draw(Action draw)
    {
        var start = _clock.GetTimestamp();
        draw();
        var end = _clock.GetTimestamp();
        var wanted = _clock.GetElapsedTime(start, end) * DrawingTimes;
        _interval = TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, s_shortest.Ticks, s_longest.Ticks));
        _lastDrawing = end;
    }
}
