using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Views;
using GhostNet.Training;

namespace GhostNet.Interactive;

/// <summary>
/// Shows the reports of a <see cref="ProgressReporter"/> as a bar in a notebook, in place:
/// <c>new ProgressReporter(new NotebookProgress())</c>.
/// </summary>
/// <remarks>Where a host cannot change what it shows, there is one bar, when training ends.</remarks>
public sealed class NotebookProgress : IProgress<TrainingProgress>
{
    private readonly Func<ILiveDisplay> _open;
    private readonly RedrawThrottle _throttle;
    private ILiveDisplay? _display;

    /// <summary>A bar in the host that the program runs in.</summary>
    public NotebookProgress()
        : this(LiveDisplay.Open)
    {
    }

    /// <summary>A bar in another display.</summary>
    /// <param name="open">Opens the display at the first report.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    internal NotebookProgress(Func<ILiveDisplay> open, TimeProvider? clock = null) => (_open, _throttle) = (open, new RedrawThrottle(clock));

    /// <summary>Shows a report; after the last one of a training, the next begins a new bar.</summary>
    /// <param name="value">How far training is.</param>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (_display is not null && !_throttle.IsDue && !value.IsFinished)
        {
            return;
        }

        var display = _display ??= _open();
        _throttle.Draw(() => display.Update(new ProgressView(value)));
        if (value.IsFinished)
        {
            display.Dispose();
            _display = null;
        }
    }
}
