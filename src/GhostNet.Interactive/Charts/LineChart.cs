using System.Xml.Linq;

namespace GhostNet.Interactive.Charts;

/// <summary>Lines against epochs or steps.</summary>
internal sealed record LineChart
{
    /// <summary>Width in units of the picture; small, so that its text stays readable on a telephone.</summary>
    public const double Width = 420;

    /// <summary>Height in units of the picture.</summary>
    public const double Height = 270;

    /// <summary>Above this many points, discs would run into each other.</summary>
    private const int MostDiscs = 40;

    /// <summary>More points than this cannot be told apart.</summary>
    private const int MostPoints = 600;

    private const double Left = 56, Right = 14, Top = 34, Bottom = 38;

    /// <summary>What the chart shows.</summary>
    public required string Title { get; init; }

    /// <summary>How to read it, in a sentence or two.</summary>
    public required string Note { get; init; }

    /// <summary>What is counted from left to right: <c>epoch</c> or <c>step</c>.</summary>
    public string Across { get; init; } = "epoch";

    /// <summary>How a number of the line from left to right is written; null for as it is.</summary>
    public Func<double, string>? AcrossText { get; init; }

    /// <summary>Written after each number, such as <c> %</c>.</summary>
    public string Unit { get; init; } = "";

    /// <summary>No value is above this.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>The best epoch, counted from 1, which is marked; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>What the marked place is called; null for the best epoch with its number.</summary>
    public string? BestName { get; init; }

    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Lines { get; init; }

    /// <summary>Draws the chart.</summary>
    public XElement Draw()
    {
        var lines = Lines.Where(line => line.Points.Count > 0).ToList();
        var numbers = lines.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(1).ToList();
        var across = Axis.Whole(numbers.Min(), numbers.Max(), Left + 8, Width - Right - 8);
        var up = Axis.Around(lines.SelectMany(line => line.Points).Select(point => point.Y), Height - Bottom, Top, Most);

        List<XElement> content = [];
        foreach (var tick in up.Ticks)
        {
            content.Add(Svg.Line(Left, up.At(tick), Width - Right, up.At(tick), "grid"));
            content.Add(Svg.Text(Left - 6, up.At(tick) + 4, up.Label(tick) + Unit, "label end"));
        }

        foreach (var tick in across.Ticks)
        {
            content.Add(Svg.Text(across.At(tick), Height - Bottom + 17, AcrossText?.Invoke(tick) ?? across.Label(tick), "label middle"));
        }

        content.Add(Svg.Text((Left + Width - Right) / 2, Height - 5, Across, "label middle"));
        if (BestEpoch > 0)
        {
            var x = across.At(BestEpoch);
            content.Add(Svg.Line(x, Top, x, Height - Bottom, "best").WithTip(BestName ?? $"best epoch: {BestEpoch}"));
        }

        content.AddRange(lines.Select(line => DrawLine(line, across, up)));
        content.AddRange(Legend(lines));
        return Svg.Picture(Width, Height, Title, Describe(lines), content);
    }

    private XElement DrawLine(Series line, Axis across, Axis up)
    {
        var every = Math.Max(1, line.Points.Count / MostPoints);
        var points = line.Points
            .Where((_, i) => (i + 1) % every == 0 || i == line.Points.Count - 1)
            .Select(point => (point.X, point.Y, Place: (X: across.At(point.X), Y: up.At(point.Y))))
            .ToList();
        var group = Svg.Group(new XAttribute("class", line.Style), Svg.Path(points.Select(point => point.Place), "line"));
        if (points.Count <= MostDiscs)
        {
            foreach (var (number, value, place) in points)
            {
                group.Add(Svg.Disc(place.X, place.Y, 3, "dot").WithTip(
                    FormattableString.Invariant($"{line.Name}, {Across} {Text(number)}: {value:G4}{Unit}")));
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
            yield return Svg.Text(x + 12, 18, BestName ?? $"best epoch ({BestEpoch})", "name");
        }
    }

    private string Text(long number) => AcrossText?.Invoke(number) ?? FormattableString.Invariant($"{number}");

    private string Describe(List<Series> lines) => string.Join(" ", lines.Select(line => FormattableString.Invariant(
        $"{line.Name}: from {line.Points[0].Y:G4}{Unit} at {Across} {Text(line.Points[0].X)} to {line.Points[^1].Y:G4}{Unit} at {Across} {Text(line.Points[^1].X)}.")));
}
