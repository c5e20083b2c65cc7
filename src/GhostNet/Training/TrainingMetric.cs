using GhostNet.Metrics;

namespace GhostNet.Training;

/// <summary>A number of an epoch that decides which epoch is best: for <see cref="EarlyStopping"/>, <see cref="ModelCheckpoint"/> and <see cref="TrainingHistory.BestBy"/>.</summary>
public sealed class TrainingMetric
{
    private readonly Func<EpochResult, double?> _value;

    private TrainingMetric(string name, bool higherIsBetter, bool needsValidation, Func<EpochResult, double?> value) =>
        (Name, HigherIsBetter, NeedsValidation, _value) = (name, higherIsBetter, needsValidation, value);

    /// <summary>Accuracy on the validation images: higher is better.</summary>
    public static TrainingMetric ValidationAccuracy { get; } = new(nameof(ValidationAccuracy), true, true, epoch => epoch.ValidationAccuracy);

    /// <summary>Loss on the validation images: lower is better.</summary>
    public static TrainingMetric ValidationLoss { get; } = new(nameof(ValidationLoss), false, true, epoch => epoch.ValidationLoss);

    /// <summary>Loss on the training images: lower is better.</summary>
    public static TrainingMetric TrainLoss { get; } = new(nameof(TrainLoss), false, false, epoch => epoch.TrainLoss);

    /// <summary>The name, as messages have it.</summary>
    internal string Name { get; }

    /// <summary>Whether a higher value is better.</summary>
    internal bool HigherIsBetter { get; }

    private bool NeedsValidation { get; }

    /// <summary>A metric of <see cref="TrainingOptions.Metrics"/>.</summary>
    /// <param name="metric">The metric.</param>
    public static TrainingMetric Of(IMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new TrainingMetric(
            metric.Name, metric.HigherIsBetter, true, epoch => epoch.Metrics.TryGetValue(metric.Name, out var value) ? value : null);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The value, negated where lower is better; null when the epoch does not have it.</summary>
    internal double? Score(EpochResult epoch) => HigherIsBetter ? _value(epoch) : -_value(epoch);

    /// <summary>Refuses a training that will never have this number.</summary>
    /// <exception cref="ArgumentException">Nothing is validated, or the options do not have the metric.</exception>
    internal void Require(TrainingContext context, string user)
    {
        if (NeedsValidation && !context.HasValidation)
        {
            throw new ArgumentException($"{user} goes by {Name}, but Fit got no validation images: pass some, or let it go by TrainLoss.");
        }

        if (this != ValidationAccuracy && this != ValidationLoss && this != TrainLoss && context.Options.Metrics.All(metric => metric.Name != Name))
        {
            throw new ArgumentException($"{user} goes by {Name}, which is not among TrainingOptions.Metrics: add it there.");
        }
    }
}
