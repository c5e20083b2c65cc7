namespace GhostNet.Training;

/// <summary>The same learning rate at every step.</summary>
internal sealed record ConstantSchedule : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch) => 1;

    /// <summary>The schedule in words.</summary>
    public override string ToString() => "constant";
}
