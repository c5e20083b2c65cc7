using System.Globalization;
using GhostNet.IO;

namespace GhostNet.Metrics;

/// <summary>The predictions whose confidence lies in one range, for <see cref="Calibration"/>.</summary>
public sealed class CalibrationBin
{
    internal CalibrationBin(double from, double to, long count, long correct, double confidences)
    {
        From = from;
        To = to;
        Count = count;
        Accuracy = count == 0 ? null : (double)correct / count;
        Confidence = count == 0 ? null : confidences / count;
    }

    /// <summary>The confidence above which the range begins, 0 to 1.</summary>
    public double From { get; }

    /// <summary>The highest confidence in the range, 0 to 1.</summary>
    public double To { get; }

    /// <summary>Number of predictions with such a confidence.</summary>
    public long Count { get; }

    /// <summary>Fraction of them that are right, 0 to 1; null when there are none.</summary>
    public double? Accuracy { get; }

    /// <summary>Their mean confidence, 0 to 1; null when there are none.</summary>
    public double? Confidence { get; }

    /// <summary>The range in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"confidence {NumberFormat.Percent(From, 1)} to {NumberFormat.Percent(To, 1)}: {Count} predictions, {NumberFormat.Percent(Accuracy, 1)} right");
}
