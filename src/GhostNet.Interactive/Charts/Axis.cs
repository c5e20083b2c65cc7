using System.Globalization;

namespace GhostNet.Interactive.Charts;

/// <summary>Maps numbers to places on a chart, and knows which round numbers to write beside it.</summary>
internal sealed class Axis
{
    /// <summary>Letters for which there is room beside an axis.</summary>
    private const int MostLetters = 6;

    private readonly double _start;
    private readonly double _end;
    private readonly int _digits;

    private Axis(double least, double most, double step, double start, double end, IEnumerable<double> ticks)
    {
        (Least, Most, _start, _end) = (least, most, start, end);
        _digits = (int)Math.Ceiling(-Math.Log10(step) - 1e-9);
        Ticks = [.. ticks];
    }

    /// <summary>The number at the start.</summary>
    public double Least { get; }

    /// <summary>The number at the end.</summary>
    public double Most { get; }

    /// <summary>Where a number is written.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis that covers <paramref name="values"/> and begins and ends at round numbers.</summary>
    /// <param name="values">What must fit; numbers that are not finite are left out.</param>
    /// <param name="start">Place of the least number.</param>
    /// <param name="end">Place of the greatest number.</param>
    /// <param name="most">No number is above this, such as 100 %.</param>
    public static Axis Around(IEnumerable<double> values, double start, double end, double most = double.PositiveInfinity)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        double low = finite.Min(), high = finite.Max();
        if (high - low < 1e-12)
        {
            var room = high == 0 ? 1 : Math.Abs(high) * 0.1;
            (low, high) = (low - room, Math.Min(high + room, most));
            low = finite[0] >= 0 ? Math.Max(low, 0) : low;
        }

        var step = RoundStep((high - low) / 4);
        var least = Math.Floor((low / step) + 1e-9) * step;
        var greatest = Math.Min(Math.Ceiling((high / step) - 1e-9) * step, most);
        var count = (int)Math.Floor(((greatest - least) / step) + 1e-6) + 1;
        return new Axis(least, greatest, step, start, end, Enumerable.Range(0, count).Select(i => least + (i * step)));
    }

    /// <summary>An axis of whole numbers that begins and ends exactly at the first and the last.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="last">The last number.</param>
    /// <param name="start">Place of the first number.</param>
    /// <param name="end">Place of the last number.</param>
    public static Axis Whole(long first, long last, double start, double end)
    {
        if (last <= first)
        {
            return new Axis(first, first, 1, (start + end) / 2, (start + end) / 2, [first]);
        }

        // Round numbers, and the first where it does not run into them.
        var step = (long)Math.Max(1, RoundStep((last - first) / 6.0));
        List<double> ticks = [];
        for (var tick = (first + step - 1) / step * step; tick <= last; tick += step)
        {
            ticks.Add(tick);
        }

        return new Axis(first, last, step, start, end, ticks.Count == 0 || ticks[0] - first >= 0.8 * step ? ticks.Prepend(first) : ticks);
    }

    /// <summary>The place of a number.</summary>
    /// <param name="value">A number.</param>
    public double At(double value) =>
        Math.Round(Most == Least ? _start : _start + ((value - Least) / (Most - Least) * (_end - _start)), 1);

    /// <summary>A number as it is written beside the axis: with no more digits than the ticks need, and by a power of ten where those are many.</summary>
    /// <param name="value">A tick.</param>
    public string Label(double value) =>
        Math.Max(Fixed(Least).Length, Fixed(Most).Length) <= MostLetters ? Fixed(value)
        : value == 0 ? "0"
        : value.ToString($"0.{new string('#', Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9) + _digits, 0, 3))}E0", CultureInfo.InvariantCulture);

    private string Fixed(double value) => value.ToString($"F{Math.Max(0, _digits)}", CultureInfo.InvariantCulture);

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1.0000001 => power,
            <= 2.0000001 => 2 * power,
            <= 5.0000001 => 5 * power,
            _ => 10 * power,
        };
    }
}
