namespace GhostNet.Interactive.Charts;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Style">CSS class that gives it its colour.</param>
/// <param name="Points">The points, first to last; all are finite.</param>
internal sealed record Series(string Name, string Style, IReadOnlyList<SeriesPoint> Points)
{
    /// <summary>A line through the points that are there and finite.</summary>
    /// <typeparam name="T">What the points are made of.</typeparam>
    /// <param name="name">What it is called in the legend.</param>
    /// <param name="style">CSS class that gives it its colour.</param>
    /// <param name="items">What the points are made of, first to last.</param>
    /// <param name="x">Number of an item's epoch or step.</param>
    /// <param name="y">Its value; null for none.</param>
    public static Series Of<T>(string name, string style, IEnumerable<T> items, Func<T, long> x, Func<T, double?> y) => new(
        name,
        style,
        [.. from item in items let value = y(item) ?? double.NaN where double.IsFinite(value) select new SeriesPoint(x(item), value)]);

    /// <summary>The mean of each point and the ones before it: the line that shows through the noise.</summary>
    /// <param name="name">What it is called in the legend.</param>
    /// <param name="style">CSS class that gives it its colour.</param>
    /// <param name="window">Most points that a mean is of.</param>
    public Series Smooth(string name, string style, int window)
    {
        var means = new List<SeriesPoint>(Points.Count);
        var sum = 0.0;
        for (var i = 0; i < Points.Count; i++)
        {
            sum += Points[i].Y - (i >= window ? Points[i - window].Y : 0);
            means.Add(new SeriesPoint(Points[i].X, sum / Math.Min(i + 1, window)));
        }

        return new Series(name, style, means);
    }
}
