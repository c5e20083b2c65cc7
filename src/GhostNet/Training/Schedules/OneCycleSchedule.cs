namespace GhostNet.Training;

/// <summary>Rises to the full learning rate, then falls almost to nothing, both along half a cosine wave.</summary>
/// <remarks>Source: Smith and Topin, "Super-Convergence" (arXiv 1708.07120).</remarks>
/// <param name="WarmupShare">Share of all steps on which it rises.</param>
/// <param name="InitialShare">Share of the learning rate with which it starts.</param>
/// <param name="FinalShare">Share of the learning rate that is left at the end.</param>
public sealed record OneCycleSchedule(double WarmupShare = 0.3, double InitialShare = 0.04, double FinalShare = 0.0001)
    : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(long step, long totalSteps, int stepsPerEpoch)
    {
        var progress = (double)step / Math.Max(1, totalSteps);
        return progress < WarmupShare
            ? Cosine(InitialShare, 1, progress / WarmupShare)
            : Cosine(1, FinalShare, (progress - WarmupShare) / Math.Max(1 - WarmupShare, double.Epsilon));
    }

    internal override string? Fault() =>
        ShareFault(nameof(WarmupShare), WarmupShare)
        ?? ShareFault(nameof(InitialShare), InitialShare)
        ?? ShareFault(nameof(FinalShare), FinalShare);
}
