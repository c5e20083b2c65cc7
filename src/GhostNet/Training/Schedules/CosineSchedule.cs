namespace GhostNet.Training;

/// <summary>Falls along half a cosine wave.</summary>
/// <remarks>Source: Loshchilov and Hutter, "SGDR", ICLR 2017 (arXiv 1608.03983), equation 5, without restarts.</remarks>
/// <param name="FinalShare">Share of the learning rate that is left at the end.</param>
public sealed record CosineSchedule(double FinalShare = 0) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch) =>
        Cosine(1, FinalShare, (double)step / Math.Max(1, totalSteps));

    internal override string? Fault() => ShareFault(nameof(FinalShare), FinalShare);
}
