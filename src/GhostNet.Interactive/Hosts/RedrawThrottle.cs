namespace GhostNet.Interactive.Hosts;

/// <summary>
/// Says when the next picture is due: at once, then at most four times a second, and so seldom that pictures take a hundredth of
/// the time. Two seconds are the longest wait.
/// </summary>
/// <param name="clock">What time it is; null for the system's clock.</param>
internal sealed class RedrawThrottle(TimeProvider? clock = null)
{
    private const int PictureTimes = 100;
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long? _lastPicture;
    private TimeSpan _interval;

    /// <summary>Whether the next picture is due.</summary>
    public bool IsDue => _lastPicture is not { } last || _clock.GetElapsedTime(last) >= _interval;

    /// <summary>Draws a picture, and waits anew.</summary>
    public void Draw(Action draw)
    {
        var start = _clock.GetTimestamp();
        draw();
        var end = _clock.GetTimestamp();
        var wanted = _clock.GetElapsedTime(start, end) * PictureTimes;
        _interval = TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, s_shortest.Ticks, s_longest.Ticks));
        _lastPicture = end;
    }
}
