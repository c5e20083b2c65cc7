using System.Diagnostics;

namespace GhostNet.Training;

/// <summary>Reports the progress of a training, at most four times per second.</summary>
/// <param name="progress">
/// Receives the reports; null for a bar on the console. Note that .NET's <c>Progress&lt;T&gt;</c> passes each report on to another thread.
/// </param>
public sealed class ProgressReporter(IProgress<TrainingProgress>? progress = null) : TrainingCallback
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly IProgress<TrainingProgress> _progress = progress ?? new ProgressBar(Console.Out, !Console.IsOutputRedirected);
    private readonly Stopwatch _sinceReport = new();

    /// <summary>A reporter that draws a bar.</summary>
    /// <param name="output">Where to draw. The caller keeps it.</param>
    /// <param name="inPlace">True to draw over the same line, as a terminal allows; false for one line every 10 %.</param>
    public static ProgressReporter To(TextWriter output, bool inPlace = false) => new(new ProgressBar(output, inPlace));

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context) => _sinceReport.Restart();

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        // Only a report reads the loss: between reports nothing waits for the device.
        if (_sinceReport.Elapsed >= s_interval)
        {
            Report(context, isFinished: false);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context) => Report(context, isFinished: false);

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingContext context) => Report(context, isFinished: true);

    /// <inheritdoc/>
    public override void OnTrainingFailed(TrainingContext context, Exception exception) => Report(context, isFinished: true);

    private void Report(TrainingContext context, bool isFinished)
    {
        _progress.Report(TrainingProgress.Of(context, isFinished));
        _sinceReport.Restart();
    }

    /// <summary>A bar of one line.</summary>
    private sealed class ProgressBar(TextWriter output, bool inPlace) : IProgress<TrainingProgress>
    {
        private const int Width = 24;
        private int _lineLength;
        private int _lastTenth = -1;

        public void Report(TrainingProgress value)
        {
            var tenth = (int)(value.Fraction * 10);
            if (!inPlace && tenth == _lastTenth && !value.IsFinished)
            {
                return;
            }

            _lastTenth = tenth;
            var filled = (int)(value.Fraction * Width);
            var line = $"[{new string('#', filled)}{new string('.', Width - filled)}] {value}";
            output.Write(inPlace ? "\r" + line.PadRight(_lineLength) : line);
            if (!inPlace || value.IsFinished)
            {
                output.WriteLine();
            }

            output.Flush();
            _lineLength = line.Length;
        }
    }
}
