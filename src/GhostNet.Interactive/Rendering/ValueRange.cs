using GhostNet.IO;

namespace GhostNet.Interactive.Rendering;

/// <summary>The smallest and the largest number of something; of numbers that are none, NaN and NaN.</summary>
internal readonly record struct ValueRange(double Smallest, double Largest)
{
    /// <summary>The range of the finite ones among some numbers.</summary>
    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
        foreach (var value in values)
        {
            if (float.IsFinite(value))
            {
                smallest = Math.Min(smallest, value);
                largest = Math.Max(largest, value);
            }
        }

        return smallest > largest ? new(double.NaN, double.NaN) : new(smallest, largest);
    }

    /// <summary>The range of several ranges together.</summary>
    public static ValueRange Of(IEnumerable<ValueRange> ranges) =>
        Of([.. ranges.SelectMany(range => new[] { (float)range.Smallest, (float)range.Largest })]);

    /// <summary>The level of a number on a <see cref="ColorScale"/>; beyond the range the nearest, and NaN its own colour.</summary>
    public byte Level(double value) =>
        double.IsNaN(value) ? (byte)ColorScale.Levels : (byte)Math.Round(Position(value) * (ColorScale.Levels - 1));

    /// <summary>Where a number lies in the range, from 0 to 1; beyond it, and in a range of one number, the nearest end.</summary>
    public double Position(double value)
    {
        // Halves, for the range of doubles itself is no double.
        var place = ((value / 2) - (Smallest / 2)) / ((Largest / 2) - (Smallest / 2));
        return double.IsNaN(place) ? 0 : Math.Clamp(place, 0, 1);
    }

    /// <summary>The range in words.</summary>
    public override string ToString() => $"{NumberFormat.Significant(Smallest)} to {NumberFormat.Significant(Largest)}";
}
