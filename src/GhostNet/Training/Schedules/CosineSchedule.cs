namespace GhostNet.Training;

/// <summary>Falls along half a cosine wave.</summary>
/// <remarks>Source: Loshchilov and Hutter, "SGDR", ICLR 2017 (arXiv 1608.03983), equation 5, without restarts.</remarks>
/// <param name="FinalFraction">Fraction of the learning rate that is left at the end.</param>
internal sealed record CosineSchedule(double FinalFraction = 0) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch) =>
        LearningRateSchedule.Cosine(1, FinalFraction, (double)step / Math.Max(1, totalSteps));

    /// <inheritdoc/>
    public void Validate() => ValueCheck.RequireFraction(FinalFraction, nameof(FinalFraction));

    /// <summary>The schedule in words.</summary>
    public override string ToString() => "cosine";
}
