namespace GhostNet.Training;

/// <summary>Stands in a checkpoint for a schedule of the user's own, which is code.</summary>
/// <param name="Description">What it was, in words.</param>
internal sealed record OwnSchedule(string Description) : ILearningRateSchedule
{
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch) => throw OwnParts.Missing("schedule", Description);
}
