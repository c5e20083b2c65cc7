namespace GhostNet.Training;

/// <summary>Writes the results of a training into a file that TensorBoard reads: <c>tensorboard --logdir FOLDER</c>.</summary>
/// <remarks>
/// Losses of steps are under <c>step/loss</c>; loss, accuracy, metrics, learning rate and images per second of each epoch under
/// <c>epoch/…</c>. A resumed training writes a second file beside the first. What a file holds of steps that the training has not done, as after
/// a resume from an older checkpoint, is cut off: no step and no epoch is there twice.
/// </remarks>
/// <param name="folder">The folder of the run, created if needed; give each run one of its own below a common one. A new run replaces what an older one wrote there.</param>
/// <param name="everySteps">Steps between two losses. Reading a loss waits for the device.</param>
public sealed class TensorBoardLogger(string folder, int everySteps = 10) : TrainingCallback
{
    private const string StepPrefix = "step/";

    private readonly int _everySteps = everySteps >= 1
        ? everySteps
        : throw new ArgumentOutOfRangeException(nameof(everySteps), everySteps, "Must be at least 1.");

    private TensorBoardFile? _file;

    /// <summary>The folder of the run.</summary>
    internal string Folder { get; } = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public override void OnTrainingStart(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (step, epochs) = (context.GlobalStep, context.History.Epochs.Count);
        TensorBoardFile.Cut(Folder, (tag, at) => at <= (tag.StartsWith(StepPrefix, StringComparison.Ordinal) ? step : epochs));
        _file = new TensorBoardFile(Folder);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        if (context.GlobalStep % _everySteps == 0)
        {
            Write(StepPrefix + "loss", context.Loss, context.GlobalStep);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        if (context.History.Last is { } epoch)
        {
            Write("epoch/loss/train", epoch.TrainLoss, epoch.Epoch);
            Write("epoch/loss/validation", epoch.ValidationLoss, epoch.Epoch);
            Write("epoch/accuracy/train", epoch.TrainAccuracy, epoch.Epoch);
            Write("epoch/accuracy/validation", epoch.ValidationAccuracy, epoch.Epoch);
            Write("epoch/learning rate", epoch.LearningRate, epoch.Epoch);
            Write("epoch/images per second", epoch.ImagesPerSecond, epoch.Epoch);
            foreach (var (name, value) in epoch.Metrics)
            {
                Write($"epoch/{name}/validation", value, epoch.Epoch);
            }
        }
    }

    private void Write(string tag, double? value, long step)
    {
        if (value is { } number)
        {
            _file?.Write(tag, number, step);
        }
    }
}
