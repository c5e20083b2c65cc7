namespace GhostNet.Training;

/// <summary>Drops the learning rate after every few epochs.</summary>
/// <param name="EveryEpochs">Epochs between two drops.</param>
/// <param name="DropMultiplier">What the learning rate is multiplied by at a drop.</param>
internal sealed record StepSchedule(double EveryEpochs, double DropMultiplier = 0.1) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch) =>
        Math.Pow(DropMultiplier, Math.Floor(step / (EveryEpochs * stepsPerEpoch)));

    /// <inheritdoc/>
    public void Validate()
    {
        ValueCheck.Require(EveryEpochs > 0, nameof(EveryEpochs), EveryEpochs, "above 0");
        ValueCheck.Require(DropMultiplier > 0, nameof(DropMultiplier), DropMultiplier, "above 0");
    }

    /// <summary>The schedule in words.</summary>
    public override string ToString() => FormattableString.Invariant($"step, times {DropMultiplier:G6} every {EveryEpochs:G6} epochs");
}
