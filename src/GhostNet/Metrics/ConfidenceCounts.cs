namespace GhostNet.Metrics;

/// <summary>Counts right and wrong predictions by their confidence.</summary>
internal sealed class ConfidenceCounts
{
    private const int Bins = 15;

    private readonly long[] _count = new long[Bins];
    private readonly long[] _correct = new long[Bins];
    private readonly double[] _confidence = new double[Bins];

    /// <summary>Adds a prediction.</summary>
    /// <param name="confidence">Its confidence, 0 to 1.</param>
    /// <param name="isRight">Whether it is right.</param>
    public void Add(double confidence, bool isRight)
    {
        // A range includes its upper end, as in the paper.
        var bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
        _count[bin]++;
        _correct[bin] += isRight ? 1 : 0;
        _confidence[bin] += confidence;
    }

    /// <summary>What was counted.</summary>
    public Calibration ToCalibration() => new(
        [.. Enumerable.Range(0, Bins).Select(bin => new CalibrationBin((double)bin / Bins, (bin + 1.0) / Bins, _count[bin], _correct[bin], _confidence[bin]))]);
}
