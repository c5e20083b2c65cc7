using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>What <see cref="LearningRateFinder"/> has found: the loss at each rate, and the rate that it suggests.</summary>
public sealed class LearningRateSearch
{
    /// <summary>The rate that is suggested is so many times smaller than the one at which the loss blew up.</summary>
    private const double Margin = 10;

    internal LearningRateSearch(IReadOnlyList<double> rates, IReadOnlyList<double> losses, IReadOnlyList<double> smoothedLosses, bool hasBlownUp)
    {
        if (rates.Count < 3)
        {
            throw new ArgumentException("The loss is NaN or infinite from the first steps on, whatever the learning rate: look at the images and the model.");
        }

        (Rates, Losses, SmoothedLosses) = (rates, losses, smoothedLosses);
        var best = Enumerable.Range(0, rates.Count).MinBy(i => smoothedLosses[i]);
        Steepest = rates[Enumerable.Range(1, rates.Count - 2).Where(i => i <= Math.Max(1, best)).MinBy(i => smoothedLosses[i + 1] - smoothedLosses[i - 1])];

        // All that was learnt is lost again.
        var lost = Enumerable.Range(best, rates.Count - best).FirstOrDefault(i => smoothedLosses[i] >= smoothedLosses[0], -1);
        BlowUp = lost >= 0 ? rates[lost] : hasBlownUp ? rates[^1] : null;
        Rate = BlowUp is { } blowUp ? blowUp / Margin : Steepest;
    }

    /// <summary>The learning rate of each step, rising.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each step, over one batch.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The mean of the losses until each step, the later ones with more weight.</summary>
    public IReadOnlyList<double> SmoothedLosses { get; }

    /// <summary>The rate at which the smoothed loss falls fastest.</summary>
    public double Steepest { get; }

    /// <summary>The rate at which the smoothed loss is back where it began, or no longer finite; null when it never came to that.</summary>
    public double? BlowUp { get; }

    /// <summary>The rate that is suggested for <see cref="TrainingOptions.LearningRate"/>: a tenth of <see cref="BlowUp"/>, or <see cref="Steepest"/> where the loss did not blow up.</summary>
    public double Rate { get; }

    /// <summary>The rate and why, in one line.</summary>
    public override string ToString() => $"learning rate {NumberFormat.Number(Rate, "G2")}: "
        + (BlowUp is { } blowUp ? $"a tenth of {NumberFormat.Number(blowUp, "G2")}, at which the loss blew up" : "there the loss fell fastest, and it never blew up")
        + $" ({NumberFormat.Count(Rates.Count)} steps)";
}
