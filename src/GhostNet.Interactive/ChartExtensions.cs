using GhostNet.Interactive.Views;
using Plotly.NET;

namespace GhostNet.Interactive;

/// <summary><c>chart.View()</c>.</summary>
public static class ChartExtensions
{
    /// <summary>A chart of Plotly.NET, for hosts that show it as text otherwise.</summary>
    /// <param name="chart">The chart.</param>
    public static PlotlyView View(this GenericChart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return new PlotlyView(chart);
    }
}
