namespace GhostNet.Training;

/// <summary>Ends training when it has not become better for some epochs.</summary>
/// <param name="patience">Epochs without improvement after which training ends.</param>
/// <param name="metric">What must become better.</param>
/// <param name="minimumChange">By how much it must become better to count.</param>
public sealed class EarlyStopping(
    int patience = 5, TrainingMetric metric = TrainingMetric.TestAccuracy, double minimumChange = 0)
    : TrainingCallback
{
    private readonly int _patience = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, "Must be at least 1.");

    private readonly double _minimumChange = minimumChange >= 0
        ? minimumChange
        : throw new ArgumentOutOfRangeException(nameof(minimumChange), minimumChange, "Must not be negative.");

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Read from the history each time, so that it also holds after going on from a checkpoint.
        var best = double.NegativeInfinity;
        var since = 0;
        foreach (var score in context.History.Epochs.Select(Score).OfType<double>())
        {
            (best, since) = double.IsNegativeInfinity(best) || score > best + _minimumChange ? (score, 0) : (best, since + 1);
        }

        if (since >= _patience)
        {
            context.Stop(FormattableString.Invariant(
                $"{metric} has not become better than {Math.Abs(best):G4} in {since} tests"));
        }
    }

    private double? Score(EpochResult epoch) => metric switch
    {
        TrainingMetric.TestAccuracy => epoch.TestAccuracy,
        TrainingMetric.TestLoss => -epoch.TestLoss,
        _ => -epoch.TrainLoss,
    };
}
