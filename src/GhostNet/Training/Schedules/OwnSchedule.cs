using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>Stands in a checkpoint for a schedule of the user's own, which is code.</summary>
/// <param name="Description">What it was, in words.</param>
internal sealed record OwnSchedule(string Description) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        throw new InvalidOperationException($"A checkpoint does not hold the code of the schedule {Missing()}. Give the schedule to {nameof(Trainer)}.{nameof(Trainer.ResumeWith)}.");

    internal override string? Missing() => ForeignText.Show(Description, 200);
}
