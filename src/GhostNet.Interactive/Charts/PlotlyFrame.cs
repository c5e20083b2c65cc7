using System.Globalization;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Charts;

/// <summary>A Plotly chart over a still picture, which stays when Plotly cannot be loaded.</summary>
internal static class PlotlyFrame
{
    /// <summary>A fixed version: what is drawn today is drawn so tomorrow.</summary>
    private const string Address = "https://cdn.plot.ly/plotly-2.28.0.min";

    /// <summary>The chart over the picture.</summary>
    /// <param name="figure">What Plotly draws: a <see cref="PlotlyFigure"/>.</param>
    /// <param name="still">HTML that is there until then.</param>
    public static string Over(string figure, string still)
    {
        var id = Html.NextId();
        var script = Asset.PlotlyScript.Replace("@id", id, StringComparison.Ordinal)
            .Replace("@address", Address, StringComparison.Ordinal)
            .Replace("@figure", figure, StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"<div id=\"{id}\"><div>{still}</div></div><script>{script}</script>");
    }
}
