namespace GhostNet.Interactive.Markup;

/// <summary>Which values have the first and the last colour of a colour map.</summary>
/// <param name="Low">The value of the first colour.</param>
/// <param name="High">The value of the last colour.</param>
internal readonly record struct ColorRange(double Low, double High)
{
    /// <summary>Where a value lies between the two: 0 to 1 inside the range, 0.5 when the range is a single value.</summary>
    /// <param name="value">Any value.</param>
    public double Position(double value) =>
        double.IsNaN(value) ? double.NaN
        : High > Low ? ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2))
        : value < Low ? 0 : value > High ? 1 : 0.5;
}
