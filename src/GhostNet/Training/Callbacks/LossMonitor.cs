using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>Prints the loss during training, and writes the same lines to a text file.</summary>
/// <remarks>
/// <code>
/// Epoch:[  1/ 10], step:[    5/  391], loss:[2.301/2.302], time:123.4 ms, lr:0.10000
/// Epoch time: 12345.678 ms, per step time: 31.573 ms, avg loss: 1.234
/// </code>
/// The first loss is the step's, the second the mean of the epoch so far. Each line is on the disk when the next step begins.
/// </remarks>
/// <param name="everySteps">Steps from one line to the next; the last step of an epoch always has one.</param>
/// <param name="logFile">
/// The text file, or a folder or null: then a file named by the time, such as <c>training-20261124-081500.log</c>, in that
/// folder or in the current one. A file that exists is continued.
/// </param>
/// <param name="output">Where to print; null for the console, <see cref="TextWriter.Null"/> for nowhere. The caller keeps it.</param>
/// <param name="writeFile">Whether to write the text file at all.</param>
public sealed class LossMonitor(int everySteps = 1, string? logFile = null, TextWriter? output = null, bool writeFile = true)
    : TrainingCallback
{
    private readonly int _everySteps = everySteps >= 1
        ? everySteps
        : throw new ArgumentOutOfRangeException(nameof(everySteps), everySteps, "Must be at least 1.");

    private readonly TextWriter _output = output ?? Console.Out;

    /// <summary>The text file; null before training begins, or when there is none.</summary>
    internal string? LogFile { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context)
    {
        if (writeFile)
        {
            LogFile ??= Path.GetFullPath(FileFor(logFile, DateTime.Now));
            Directory.CreateDirectory(Path.GetDirectoryName(LogFile)!);
        }

        WriteLine(context.ResumedFrom is { } checkpoint
            ? $"Resumed from {checkpoint.Path} after {context.GlobalStep} steps on {context.Data}"
            : $"Training on {context.Data}");
        foreach (var skipped in context.ResumedFrom?.Skipped ?? [])
        {
            WriteLine($"Skipped: {skipped}");
        }
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        if (context.Step % _everySteps == 0 || context.Step == context.StepsPerEpoch)
        {
            WriteLine(StepLine(context));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        var milliseconds = context.EpochTime.TotalMilliseconds;
        WriteLine(FormattableString.Invariant(
            $"Epoch time: {milliseconds:F3} ms, per step time: {milliseconds / context.StepsPerEpoch:F3} ms, avg loss: {context.AverageLoss:F3}"));
        if (context.History.Last is { ValidationAccuracy: { } accuracy } last)
        {
            WriteLine(FormattableString.Invariant(
                $"Train accuracy: {NumberFormat.Percent(last.TrainAccuracy)}, validation accuracy: {NumberFormat.Percent(accuracy)}, validation loss: {last.ValidationLoss:F3}"));
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingContext context)
    {
        var history = context.History;
        var reason = history.Reason.Length > 0 ? $": {history.Reason}" : "";
        WriteLine($"{history.Outcome}{reason}. Total time: {NumberFormat.Duration(context.Elapsed)}");
    }

    /// <inheritdoc/>
    public override void OnTrainingFailed(TrainingContext context, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        try
        {
            WriteLine(exception.Message);
        }
        catch (Exception second) when (second is IOException or UnauthorizedAccessException)
        {
            // The disk may be what failed; the caller of Fit gets the first exception, which says so.
            return;
        }
    }

    /// <summary>The text file to write.</summary>
    internal static string FileFor(string? fileOrFolder, DateTime time)
    {
        // No colons: Windows does not allow them in a file name.
        var name = $"training-{time.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.log";
        return fileOrFolder is null ? name : Directory.Exists(fileOrFolder) ? Path.Combine(fileOrFolder, name) : fileOrFolder;
    }

    private static string StepLine(TrainingContext context)
    {
        var epochDigits = Math.Max(3, Digits(context.Epochs));
        var stepDigits = Math.Max(5, Digits(context.StepsPerEpoch));
        return $"Epoch:[{Pad(context.EpochNumber, epochDigits)}/{Pad(context.Epochs, epochDigits)}], "
            + $"step:[{Pad(context.Step, stepDigits)}/{Pad(context.StepsPerEpoch, stepDigits)}], "
            + FormattableString.Invariant($"loss:[{context.Loss:F3}/{context.AverageLoss:F3}], ")
            + FormattableString.Invariant($"time:{context.StepTime.TotalMilliseconds:F1} ms, lr:{context.LearningRate:F5}");
    }

    private static int Digits(int number) => Pad(number, 0).Length;

    private static string Pad(int number, int digits) => number.ToString(CultureInfo.InvariantCulture).PadLeft(digits);

    private void WriteLine(string line)
    {
        _output.WriteLine(line);
        if (LogFile is not null)
        {
            // Opened for each line, so that a process that is killed leaves all its lines.
            File.AppendAllText(LogFile, line + Environment.NewLine);
        }
    }
}
