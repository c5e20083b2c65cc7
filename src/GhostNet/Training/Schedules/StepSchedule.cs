namespace GhostNet.Training;

/// <summary>Drops the learning rate each time some epochs have passed.</summary>
/// <param name="EveryEpochs">Epochs from one drop to the next.</param>
/// <param name="DropFactor">By what the learning rate is multiplied at a drop.</param>
public sealed record StepSchedule(double EveryEpochs, double DropFactor = 0.1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        Math.Pow(DropFactor, Math.Floor(step / (EveryEpochs * stepsPerEpoch)));

    internal override string? Fault() => EveryEpochs > 0
        ? DropFactor > 0 ? null : FormattableString.Invariant($"DropFactor must be above 0, not {DropFactor}")
        : FormattableString.Invariant($"EveryEpochs must be above 0, not {EveryEpochs}");
}
