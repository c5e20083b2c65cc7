using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Charts;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using GhostNet.Training;

namespace GhostNet.Interactive.Views;

/// <summary>The loss at each learning rate of a search, and the rate that it suggests.</summary>
internal sealed class LearningRateView : View
{
    /// <summary>Places on the line per power of ten, and the power that is at place 0.</summary>
    private const double Places = 1000, Lowest = -12;

    private readonly LearningRateSearch _search;

    internal LearningRateView(LearningRateSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        _search = search;
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var chart = new LineChart
        {
            Title = "Loss at each learning rate",
            Note = $"Each step has a higher rate than the one before. {Capitalised(_search.ToString())}.",
            Across = "learning rate",
            AcrossText = static place => NumberFormat.Number(Math.Pow(10, (place / Places) + Lowest), "G2"),
            BestEpoch = (int)PlaceOf(_search.Rate),
            BestName = $"suggested: {NumberFormat.Number(_search.Rate, "G2")}",
            Lines = [Line("one step", "train faint", _search.Losses), Line("smoothed", "train", _search.SmoothedLosses)],
        };
        return Html.Frame(
            "curves",
            $"<div class=\"room\"><div class=\"charts\"><figure><b>{chart.Title}</b>{Svg.Write(chart.Draw())}<figcaption>{chart.Note}</figcaption></figure></div></div>",
            Asset.ChartStyle);
    }

    /// <summary>The rate and why.</summary>
    public override string ToString() => _search.ToString();

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static long PlaceOf(double rate) => (long)Math.Round((Math.Log10(rate) - Lowest) * Places);

    private Series Line(string name, string style, IReadOnlyList<double> losses) =>
        Series.Of(name, style, Enumerable.Range(0, losses.Count), i => PlaceOf(_search.Rates[i]), i => losses[i]);
}
