using System.Globalization;

namespace GhostNet.IO;

/// <summary>How numbers are written for people, the same in every country: in the library, in views and on the command line.</summary>
internal static class NumberFormat
{
    private const string None = "–";

    /// <summary>A number; a dash when there is none, and words when it is NaN or infinite.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A .NET format.</param>
    public static string Number(double? value, string format) =>
        value is not { } number ? None : double.IsFinite(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "not finite";

    /// <summary>A fraction from 0 to 1 in percent; a dash when there is none.</summary>
    /// <param name="fraction">The fraction; NaN, the quotient of nothing by nothing, is none.</param>
    /// <param name="decimals">Decimals of the percentage.</param>
    public static string Percent(double? fraction, int decimals = 2) => fraction is { } value && !double.IsNaN(value)
        ? (100 * value).ToString($"F{decimals}", CultureInfo.InvariantCulture) + " %"
        : None;

    /// <summary>A count with its thousands set apart.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with what is counted, such as <c>1 epoch</c> or <c>2.5 epochs</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="noun">What is counted, in the singular.</param>
    public static string Count(double count, string noun) => $"{count.ToString("G6", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A number with four significant digits; whole numbers below ten million with all of theirs.</summary>
    /// <param name="value">The number; NaN and infinities too.</param>
    public static string Significant(double value) => value.ToString(
        Math.Abs(value) < 1e7 && (Math.Abs(value) >= 1e4 || value == Math.Floor(value)) ? "0" : "G4", CultureInfo.InvariantCulture);

    /// <summary>A time as hours, minutes and seconds, such as <c>26:03:05</c>.</summary>
    /// <param name="time">The time.</param>
    public static string Duration(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
