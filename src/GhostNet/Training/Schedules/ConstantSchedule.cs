namespace GhostNet.Training;

/// <summary>The same learning rate at every step.</summary>
public sealed record ConstantSchedule : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch) => 1;
}
