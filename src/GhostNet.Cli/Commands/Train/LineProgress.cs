using System.Diagnostics;
using GhostNet.Training;

namespace GhostNet.Cli.Commands.Train;

/// <summary>Shows a training as plain lines, where the output goes to a file or a pipe.</summary>
internal sealed class LineProgress(TextWriter writer) : TrainingCallback
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Stopwatch _sinceLine = Stopwatch.StartNew();

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        if (_sinceLine.Elapsed >= s_interval)
        {
            Write(TrainingProgress.Of(context));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        if (context.History.Last is { } epoch)
        {
            Write(epoch);
        }
    }

    private void Write(object line)
    {
        _sinceLine.Restart();
        writer.WriteLine(line);
        writer.Flush();
    }
}
