using System.Xml.Linq;

namespace GhostNet.Cli.Reports;

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What it is called in the legend.</param>
/// <param name="Style">CSS class that gives it its colour.</param>
/// <param name="Values">One value an epoch, from epoch 1; not a number where there is none.</param>
internal sealed record Series(string Name, string Style, IReadOnlyList<double> Values);

/// <summary>Lines against epochs.</summary>
internal sealed record LineChart
{
    /// <summary>Width in units of the picture; small, so that its text stays readable on a telephone.</summary>
    public const double Width = 420;

    /// <summary>Height in units of the picture.</summary>
    public const double Height = 270;

    /// <summary>Above this many epochs, points would run into each other.</summary>
    private const int MostMarkers = 40;

    /// <summary>More points than this cannot be told apart.</summary>
    private const int MostPoints = 600;

    private const double Left = 48, Right = 14, Top = 34, Bottom = 38;

    /// <summary>Unique in the page.</summary>
    public required string Id { get; init; }

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>Written after each number, such as <c> %</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>No value is above this.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>The best epoch, counted from 1, which is marked; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Lines { get; init; }

    /// <summary>Draws the chart.</summary>
    public XElement Draw()
    {
        var lines = Lines.Where(line => line.Values.Any(double.IsFinite)).ToList();
        var epochs = Math.Max(1, lines.Select(line => line.Values.Count).DefaultIfEmpty(1).Max());
        var across = Axis.Counting(epochs, Left + 8, Width - Right - 8);
        var up = Axis.Around(lines.SelectMany(line => line.Values), Height - Bottom, Top, Most);

        List<XElement> content = [];
        foreach (var tick in up.Ticks)
        {
            content.Add(Svg.Line(Left, up.At(tick), Width - Right, up.At(tick), "grid"));
            content.Add(Svg.Text(Left - 6, up.At(tick) + 4, up.Label(tick) + Unit, "label end"));
        }

        foreach (var tick in across.Ticks)
        {
            content.Add(Svg.Text(across.At(tick), Height - Bottom + 17, across.Label(tick), "label middle"));
        }

        content.Add(Svg.Text((Left + Width - Right) / 2, Height - 5, "epoch", "label middle"));
        if (BestEpoch > 0)
        {
            var x = across.At(BestEpoch);
            content.Add(Svg.Line(x, Top, x, Height - Bottom, "best").WithTip($"best epoch: {BestEpoch}"));
        }

        content.AddRange(lines.Select(line => DrawLine(line, across, up)));
        content.AddRange(Legend(lines));
        return Svg.Picture(Id, Width, Height, Title, Describe(lines), content);
    }

    private XElement DrawLine(Series line, Axis across, Axis up)
    {
        var every = Math.Max(1, line.Values.Count / MostPoints);
        var points = line.Values
            .Select((value, i) => (Epoch: i + 1, Value: value))
            .Where(point => double.IsFinite(point.Value) && (point.Epoch % every == 0 || point.Epoch == line.Values.Count))
            .Select(point => (point.Epoch, point.Value, Place: (X: across.At(point.Epoch), Y: up.At(point.Value))))
            .ToList();
        var group = Svg.Group(new XAttribute("class", line.Style), Svg.Path(points.Select(point => point.Place), "line"));
        if (points.Count <= MostMarkers)
        {
            foreach (var (epoch, value, place) in points)
            {
                group.Add(Svg.Disc(place.X, place.Y, 3, "dot").WithTip(
                    FormattableString.Invariant($"{line.Name}, epoch {epoch}: {value:G4}{Unit}")));
            }
        }

        return group;
    }

    private IEnumerable<XElement> Legend(List<Series> lines)
    {
        var x = Left;
        foreach (var line in lines)
        {
            yield return Svg.Group(new XAttribute("class", line.Style), Svg.Path([(x, 14), (x + 22, 14)], "line"));
            yield return Svg.Text(x + 28, 18, line.Name, "name");
            x += 44 + (line.Name.Length * 7.5);
        }

        if (BestEpoch > 0)
        {
            yield return Svg.Line(x + 4, 6, x + 4, 22, "best");
            yield return Svg.Text(x + 12, 18, $"best epoch ({BestEpoch})", "name");
        }
    }

    private string Describe(List<Series> lines) => string.Join(" ", lines.Select(line =>
    {
        var finite = line.Values.Where(double.IsFinite).ToList();
        return FormattableString.Invariant($"{line.Name}: from {finite[0]:G4}{Unit} to {finite[^1]:G4}{Unit} in {line.Values.Count} epochs.");
    }));
}
