using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Views;
using GhostNet.Training;

namespace GhostNet.Interactive;

/// <summary>Shows the curves of a training while it runs: one picture, redrawn at most four times per second.</summary>
/// <remarks>
/// Where drawing takes long, it is done less often, so that it takes about one percent of the time. The last picture stays. Where a host
/// cannot change what it shows, there is only that one, when training ends.
/// </remarks>
public sealed class LiveCurves : TrainingCallback
{
    private readonly Func<ILiveDisplay> _open;
    private readonly RedrawThrottle _throttle;
    private ILiveDisplay? _display;

    /// <summary>Curves in the host that the program runs in.</summary>
    public LiveCurves()
        : this(LiveDisplay.Open)
    {
    }

    /// <summary>Curves in another display.</summary>
    /// <param name="open">Opens the display when training begins.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    internal LiveCurves(Func<ILiveDisplay> open, TimeProvider? clock = null) => (_open, _throttle) = (open, new RedrawThrottle(clock));

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context)
    {
        _display?.Dispose();
        _display = _open();
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        // Only a picture reads the loss: between pictures nothing waits for the device.
        if (_throttle.IsDue)
        {
            Draw(context, isFinished: false);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingContext context) => Finish(context);

    /// <inheritdoc/>
    public override void OnTrainingFailed(TrainingContext context, Exception exception) => Finish(context);

    private void Finish(TrainingContext context)
    {
        Draw(context, isFinished: true);
        _display?.Dispose();
        _display = null;
    }

    private void Draw(TrainingContext context, bool isFinished) =>
        _throttle.Draw(() => _display?.Update(new CurvesView(context.History, TrainingProgress.Of(context, isFinished))));
}
