using GhostNet.Metrics;

namespace GhostNet.Training;

/// <summary>Parts that a resumed training gets in place of those in its checkpoint; see <see cref="Trainer.Resume"/>.</summary>
/// <remarks>
/// Needed for parts whose code a checkpoint does not hold: your own schedule, loss, optimiser or metric, and a teacher. Pass the same as
/// before to get the same bits as without the interruption, or others to train on in another way. An optimiser must have the same
/// <see cref="IOptimizer.StateNames"/> as before.
/// </remarks>
public sealed class TrainingParts
{
    /// <summary>The schedule; null for the one in the checkpoint.</summary>
    public ILearningRateSchedule? Schedule { get; init; }

    /// <summary>The loss; null for the one in the checkpoint.</summary>
    public ILoss? Loss { get; init; }

    /// <summary>The optimiser; null for the one in the checkpoint.</summary>
    public IOptimizer? Optimizer { get; init; }

    /// <summary>The metrics of <see cref="TrainingOptions.Metrics"/>; null when there were none, an empty list to drop them.</summary>
    public IReadOnlyList<IMetric>? Metrics { get; init; }
}
