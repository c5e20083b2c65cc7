namespace GhostNet.Training;

/// <summary>Ends training when it has not improved for some epochs. It reads the history, so that it needs no state of its own after a resume.</summary>
/// <param name="patience">Validations without improvement after which training ends.</param>
/// <param name="metric">What must improve; null for <see cref="TrainingMetric.ValidationAccuracy"/>.</param>
/// <param name="minimumChange">By how much it must improve to count.</param>
public sealed class EarlyStopping(int patience = 5, TrainingMetric? metric = null, double minimumChange = 0) : TrainingCallback
{
    private readonly TrainingMetric _metric = metric ?? TrainingMetric.ValidationAccuracy;

    private readonly int _patience = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, "Must be at least 1.");

    private readonly double _minimumChange = minimumChange >= 0
        ? minimumChange
        : throw new ArgumentOutOfRangeException(nameof(minimumChange), minimumChange, "Must not be negative.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The training will never have the metric.</exception>
    public override void OnTrainingStart(TrainingContext context) => _metric.Require(context, nameof(EarlyStopping));

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var best = double.NegativeInfinity;
        var since = 0;
        foreach (var score in context.History.Epochs.Select(_metric.Score).OfType<double>())
        {
            (best, since) = double.IsNegativeInfinity(best) || score > best + _minimumChange ? (score, 0) : (best, since + 1);
        }

        if (since >= _patience)
        {
            context.Stop(FormattableString.Invariant(
                $"{_metric} has not become better than {(_metric.HigherIsBetter ? best : -best):G4} in {since} validations"));
        }
    }
}
