namespace GhostNet.Training;

/// <summary>Writes checkpoints while a model trains: the newest few and the best one.</summary>
/// <remarks>
/// Files are called <c>step-0000000391.safetensors</c>, by the steps done, and <c>best.safetensors</c>. One is also written when training
/// ends or is cancelled, so that it can be resumed there.
/// </remarks>
public sealed class ModelCheckpoint : TrainingCallback
{
    /// <summary>The name of the best checkpoint's file.</summary>
    internal const string BestName = "best" + Checkpoint.Extension;

    private const string Prefix = "step-";

    private readonly int _everyEpochs;
    private readonly int _everySteps;
    private readonly int _keep;
    private readonly bool _keepBest;
    private readonly TrainingMetric _metric;
    private readonly bool _isMetricGiven;
    private long _lastSaved;

    /// <summary>Creates the callback.</summary>
    /// <param name="folder">Where to write; created if needed. It holds the checkpoints of one training.</param>
    /// <param name="everyEpochs">Epochs between two checkpoints; 0 for none by epochs. Default 1, or 0 when <paramref name="everySteps"/> is given.</param>
    /// <param name="everySteps">Steps between two checkpoints; 0 for none by steps.</param>
    /// <param name="keep">Number of newest checkpoints to keep.</param>
    /// <param name="keepBest">Whether the best one is kept as <c>best.safetensors</c>. There is none when nothing is validated.</param>
    /// <param name="metric">What decides which one is best; null for <see cref="TrainingMetric.ValidationAccuracy"/>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public ModelCheckpoint(
        string folder, int? everyEpochs = null, int everySteps = 0, int keep = 3, bool keepBest = true, TrainingMetric? metric = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(everySteps);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        Folder = Path.GetFullPath(folder);
        _everyEpochs = everyEpochs ?? (everySteps > 0 ? 0 : 1);
        ArgumentOutOfRangeException.ThrowIfNegative(_everyEpochs, nameof(everyEpochs));
        (_everySteps, _keep, _keepBest, _metric) = (everySteps, keep, keepBest, metric ?? TrainingMetric.ValidationAccuracy);
        _isMetricGiven = metric is not null;
    }

    /// <summary>Where the checkpoints are.</summary>
    internal string Folder { get; }

    /// <summary>The best checkpoint, for <see cref="Checkpoint.LoadModel"/> after the training; it exists after the first validation.</summary>
    public string BestPath => Path.Combine(Folder, BestName);

    /// <summary>The newest checkpoint that this callback wrote; null before the first.</summary>
    internal string? LastPath { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The folder holds the checkpoints of another training.</exception>
    public override void OnTrainingStart(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_keepBest && _isMetricGiven)
        {
            _metric.Require(context, nameof(ModelCheckpoint));
        }

        Directory.CreateDirectory(Folder);
        if (context.GlobalStep == 0 && Checkpoint.FilesIn(Folder).Count > 0)
        {
            throw new InvalidOperationException(
                $"{Folder} already holds the checkpoints of another training: resume it with Trainer.Resume, or take another folder.");
        }

        // What a killed process was writing.
        foreach (var unfinished in Checkpoint.Extensions.SelectMany(extension => Directory.GetFiles(Folder, $".*{extension}.*.tmp")))
        {
            File.Delete(unfinished);
        }

        _lastSaved = context.GlobalStep;
    }

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_everySteps > 0 && context.GlobalStep % _everySteps == 0)
        {
            Save(context);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_everyEpochs > 0 && context.EpochNumber % _everyEpochs == 0)
        {
            Save(context);
        }

        var history = context.History;
        if (_keepBest && history.Last is { } last && ReferenceEquals(history.BestBy(_metric), last))
        {
            context.SaveCheckpoint(BestPath);
            File.Delete(Path.ChangeExtension(BestPath, Checkpoint.OldExtension));
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.GlobalStep > _lastSaved)
        {
            Save(context);
        }
    }

    private void Save(TrainingContext context)
    {
        var path = Path.Combine(Folder, FormattableString.Invariant($"{Prefix}{context.GlobalStep:D10}{Checkpoint.Extension}"));
        context.SaveCheckpoint(path);
        (LastPath, _lastSaved) = (path, context.GlobalStep);

        // All names have the same number of digits, so their order is that of the steps. Later checkpoints exist when training was
        // resumed from an earlier one; they are overwritten in their turn.
        var older = Checkpoint.Extensions.SelectMany(extension => Directory.GetFiles(Folder, $"{Prefix}*{extension}")).Where(file => string.CompareOrdinal(file, path) <= 0);
        foreach (var old in older.OrderDescending(StringComparer.Ordinal).Skip(_keep))
        {
            File.Delete(old);
        }
    }
}
