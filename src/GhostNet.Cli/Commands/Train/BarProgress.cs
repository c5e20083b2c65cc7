using System.Diagnostics;
using GhostNet.Training;
using Spectre.Console;

namespace GhostNet.Cli.Commands.Train;

/// <summary>Shows a training as a bar that moves, in a terminal.</summary>
internal sealed class BarProgress(IAnsiConsole console) : TrainingCallback
{
    private const int RefreshMilliseconds = 200;

    private readonly Stopwatch _sinceUpdate = new();
    private ProgressTask? _task;
    private ProgressContext? _bars;

    /// <summary>Runs a training under the bar.</summary>
    /// <param name="train">The training, which must have this callback.</param>
    public TrainingHistory Run(Func<TrainingHistory> train) => console.Progress()
        .AutoClear(true)
        .Columns(
            new ProgressBarColumn { Width = Math.Clamp(console.Profile.Width - 75, 8, 40) },
            new PercentageColumn(),
            new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(bars =>
        {
            _bars = bars;
            return train();
        });

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context)
    {
        _task = _bars?.AddTask("reading the first images", maxValue: context.TotalSteps);
        _sinceUpdate.Start();
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        if (_sinceUpdate.ElapsedMilliseconds >= RefreshMilliseconds && _task is not null)
        {
            _sinceUpdate.Restart();
            _task.Description = ProgressText.Step(context);
            _task.Value = context.GlobalStep;
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        if (context.History.Last is { } epoch)
        {
            console.MarkupLineInterpolated($"{ProgressText.Epoch(context, epoch)}");
        }
    }
}
