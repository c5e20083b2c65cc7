namespace GhostNet.Interactive;

/// <summary>Says when the next picture is due: at once, and then at most four times a second.</summary>
/// <param name="clock">What time it is; null for the system's clock.</param>
internal sealed class PicturePace(TimeProvider? clock = null)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private long? _lastPicture;

    /// <summary>Whether the next picture is due.</summary>
    public bool IsDue => _lastPicture is not { } last || _clock.GetElapsedTime(last) >= s_interval;

    /// <summary>Waits anew: a picture was drawn.</summary>
    public void Restart() => _lastPicture = _clock.GetTimestamp();
}
