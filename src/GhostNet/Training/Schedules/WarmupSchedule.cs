using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>A linear rise from almost zero, followed by another schedule for the remaining steps.</summary>
/// <param name="Then">What follows the rise.</param>
/// <param name="Epochs">Length of the rise in epochs; may be a fraction.</param>
internal sealed record WarmupSchedule(ILearningRateSchedule Then, double Epochs) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch)
    {
        var warmup = Math.Min((long)Math.Round(Epochs * stepsPerEpoch), totalSteps);
        return step < warmup
            ? (step + 1.0) / (warmup + 1.0)
            : Then.Multiplier(step - warmup, totalSteps - warmup, stepsPerEpoch);
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ValueCheck.Require(Epochs >= 0, nameof(Epochs), Epochs, "0 or more");
        Then.Validate();
    }

    /// <summary>The schedule in words.</summary>
    public override string ToString() => $"{Then}, after {NumberFormat.Count(Epochs, "epoch")} of warm-up";
}
