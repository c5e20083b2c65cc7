using System.Globalization;

namespace GhostNet.Cli;

/// <summary>Writes numbers for people, the same in every country.</summary>
internal static class Figures
{
    /// <summary>A number, or a dash when there is none.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A .NET format.</param>
    public static string Number(double? value, string format) =>
        value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";

    /// <summary>A share between 0 and 1 in percent.</summary>
    /// <param name="share">The share.</param>
    public static string Percent(double? share) => $"{Number(100 * share, "F2")} %";

    /// <summary>A count with its thousands set apart.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time as <c>1:02:03</c> or <c>2:03</c>.</summary>
    /// <param name="time">The time.</param>
    public static string Time(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
