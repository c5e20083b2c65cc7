using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>Whether a model is right as often as it says: of the predictions with a confidence of 80 %, 80 % should be right.</summary>
/// <remarks>
/// The confidence is the probability of the most probable class. As Guo et al., "On Calibration of Modern Neural Networks" (arXiv 1706.04599), with 15
/// ranges of equal width.
/// </remarks>
public sealed class Calibration
{
    internal Calibration(IReadOnlyList<CalibrationBin> bins)
    {
        var count = bins.Sum(static bin => bin.Count);
        Bins = bins;
        ExpectedError = bins.Where(static bin => bin.Count > 0).Sum(bin => (double)bin.Count / count * Math.Abs(bin.Accuracy!.Value - bin.Confidence!.Value));
    }

    /// <summary>The ranges of confidence, from 0 to 1.</summary>
    public IReadOnlyList<CalibrationBin> Bins { get; }

    /// <summary>The expected calibration error, 0 to 1: by how much accuracy and confidence differ in a range, as the mean over all predictions.</summary>
    public double ExpectedError { get; }

    /// <summary>The expected calibration error.</summary>
    public override string ToString() => $"expected calibration error {NumberFormat.Percent(ExpectedError)}";
}
