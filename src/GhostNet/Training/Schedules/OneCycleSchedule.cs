namespace GhostNet.Training;

/// <summary>Rises to the full learning rate, then falls almost to zero, both along half a cosine wave.</summary>
/// <remarks>Source: Smith and Topin, "Super-Convergence" (arXiv 1708.07120).</remarks>
/// <param name="WarmupFraction">Fraction of all steps during which it rises.</param>
/// <param name="InitialFraction">Fraction of the learning rate at the start.</param>
/// <param name="FinalFraction">Fraction of the learning rate that is left at the end.</param>
internal sealed record OneCycleSchedule(double WarmupFraction = 0.3, double InitialFraction = 0.04, double FinalFraction = 0.0001)
    : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Multiplier(long step, long totalSteps, int stepsPerEpoch)
    {
        var progress = (double)step / Math.Max(1, totalSteps);
        return progress < WarmupFraction
            ? LearningRateSchedule.Cosine(InitialFraction, 1, progress / WarmupFraction)
            : LearningRateSchedule.Cosine(1, FinalFraction, (progress - WarmupFraction) / Math.Max(1 - WarmupFraction, double.Epsilon));
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ValueCheck.RequireFraction(WarmupFraction, nameof(WarmupFraction));
        ValueCheck.RequireFraction(InitialFraction, nameof(InitialFraction));
        ValueCheck.RequireFraction(FinalFraction, nameof(FinalFraction));
    }

    /// <summary>The schedule in words.</summary>
    public override string ToString() => "one-cycle";
}
