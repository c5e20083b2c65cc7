using System.Diagnostics;

namespace GhostNet.Interactive;

/// <summary>Says when the next picture is due: at once, and then at most four times a second.</summary>
internal sealed class PicturePace
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _sincePicture = new();

    /// <summary>Whether the next picture is due.</summary>
    public bool IsDue => !_sincePicture.IsRunning || _sincePicture.Elapsed >= s_interval;

    /// <summary>Waits anew: a picture was drawn.</summary>
    public void Restart() => _sincePicture.Restart();
}
