using System.Text;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Charts;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Views;

/// <summary>Two trainings beside each other: their curves in the same charts, and what came of them.</summary>
/// <param name="first">One.</param>
/// <param name="second">The other.</param>
internal sealed class ComparisonView(ComparedTraining first, ComparedTraining second) : View
{
    private const string Missing = "–";

    private readonly IReadOnlyList<LineChart> _charts = TrainingCharts.OfBoth(first.Name, first.History, second.Name, second.History);
    private readonly List<(string Name, string First, string Second)> _rows =
    [
        .. first.Results().Zip(second.Results(), static (one, other) => (one.Key, one.Value, other.Value))
            .Where(static row => row.Item2 != Missing || row.Item3 != Missing),
    ];

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder("<h4>Beside another training</h4><div class=\"room\"><div class=\"charts four\">");
        foreach (var chart in _charts)
        {
            html.Append($"<figure><b>{chart.Title}</b>{Svg.Write(chart.Draw())}<figcaption>{chart.Note}</figcaption></figure>");
        }

        html.Append($"</div></div><div class=\"wide\"><table class=\"numbers beside\"><thead><tr><th></th><th>{Html.Text(first.Name)}</th><th>{Html.Text(second.Name)}</th></tr></thead><tbody>");
        foreach (var (name, one, other) in _rows)
        {
            html.Append($"<tr><th scope=\"row\">{name}</th><td>{Html.Text(one)}</td><td>{Html.Text(other)}</td></tr>");
        }

        return Html.Frame("comparison", html.Append("</tbody></table></div>").ToString(), Asset.ChartStyle, Asset.ComparisonStyle);
    }

    /// <summary>What came of both, in a table.</summary>
    public override string ToString()
    {
        var (names, ones) = (_rows.Max(static row => row.Name.Length), _rows.Select(static row => row.First).Append(first.Name).Max(static text => text.Length));
        return string.Join('\n', _rows.Select(row => $"{row.Name.PadRight(names)}  {row.First.PadRight(ones)}  {row.Second}").Prepend($"{"".PadRight(names)}  {first.Name.PadRight(ones)}  {second.Name}"));
    }
}
