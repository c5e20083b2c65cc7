using GhostNet.Interactive.Charts;
using GhostNet.Interactive.Markup;
using Plotly.NET;

namespace GhostNet.Interactive.Views;

/// <summary>A chart of Plotly.NET. Its HTML loads Plotly from its public address; without a network it says so.</summary>
public sealed class PlotlyView : View
{
    private readonly GenericChart _chart;

    /// <summary>Creates the view.</summary>
    /// <param name="chart">The chart.</param>
    internal PlotlyView(GenericChart chart) => _chart = chart;

    /// <inheritdoc/>
    public override string ToHtml() => Html.Frame(
        "plotly", PlotlyFrame.Over(_chart, """<p class="note">A Plotly chart: it shows when its library is loaded from cdn.plot.ly.</p>"""));

    /// <summary>How many traces the chart has.</summary>
    public override string ToString() => $"Plotly chart with {GenericChart.getTraces(_chart).Length} trace(s)";
}
