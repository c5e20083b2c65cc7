namespace GhostNet.Interactive.Markup;

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
    public byte Level(double value)
    {
        if (double.IsNaN(value))
        {
            return ColorScale.Levels;
        }

        var place = (value - Smallest) / (Largest - Smallest);
        return (byte)Math.Round(Math.Clamp(double.IsNaN(place) ? 0 : place, 0, 1) * (ColorScale.Levels - 1));
    }

    /// <summary>The range in words.</summary>
    public override string ToString() => $"{Html.Number(Smallest)} to {Html.Number(Largest)}";
}
