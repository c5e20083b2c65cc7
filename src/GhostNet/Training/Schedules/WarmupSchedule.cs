namespace GhostNet.Training;

/// <summary>A linear rise from almost nothing, and then another schedule for the steps that are left.</summary>
/// <param name="Then">What follows the rise.</param>
/// <param name="Epochs">Length of the rise in epochs; may be a fraction.</param>
public sealed record WarmupSchedule(LearningRateSchedule Then, double Epochs) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch)
    {
        var warmup = Math.Min((long)Math.Round(Epochs * stepsPerEpoch), totalSteps);
        return step < warmup
            ? (step + 1.0) / (warmup + 1.0)
            : Then.Factor(step - warmup, totalSteps - warmup, stepsPerEpoch);
    }

    internal override LearningRateSchedule Saved() => this with { Then = Then.Saved() };

    internal override string? Missing() => Then.Missing();

    internal override string? Fault() =>
        Epochs >= 0 ? Then.Fault() : FormattableString.Invariant($"Epochs must not be negative, not {Epochs}");
}
