using System.Globalization;
using GhostNet.Interactive.Markup;

namespace GhostNet.Interactive.Charts;

/// <summary>A Plotly chart over a still picture, which stays when Plotly cannot be loaded.</summary>
internal static class PlotlyFrame
{
    /// <summary>A fixed version: what is drawn today is drawn so tomorrow.</summary>
    private const string Address = "https://cdn.plot.ly/plotly-2.28.0.min";

    /// <summary>
    /// Draws when the library is there: already, by the page's module loader (which would swallow it otherwise), or by a
    /// script element's <c>onload</c>. Hosts that copy HTML into their page run the script at once.
    /// </summary>
    private const string Script = """
        (function () {
          var frame = document.getElementById('@id'), address = '@address', figure = @figure;
          function draw(plotly) {
            var place = document.createElement('div'), still = frame.firstElementChild, layout = figure.layout;
            frame.insertBefore(place, still);
            layout.paper_bgcolor = layout.plot_bgcolor = 'rgba(0,0,0,0)';
            place.style.color = 'var(--rule)';
            var rule = getComputedStyle(place).color;
            place.style.color = '';
            layout.font = { color: getComputedStyle(frame).color };
            Object.keys(layout).forEach(function (name) {
              if (/^[xy]axis/.test(name)) { layout[name].gridcolor = layout[name].zerolinecolor = rule; }
            });
            if (layout.grid && frame.clientWidth < 640) {
              layout.height *= 2; layout.grid.rows *= 2; layout.grid.columns = 1;
            }
            plotly.newPlot(place, figure.data, layout, { responsive: true }).then(function () { still.hidden = true; }, function () { place.remove(); });
          }
          if (window.Plotly) { draw(window.Plotly); return; }
          if (typeof define === 'function' && define.amd && typeof require === 'function') { require([address], draw); return; }
          var script = document.createElement('script');
          script.src = address + '.js';
          script.onload = function () { draw(window.Plotly); };
          document.head.appendChild(script);
        })();
        """;

    /// <summary>The chart over the picture.</summary>
    /// <param name="figure">What Plotly draws: a <see cref="PlotlyFigure"/>.</param>
    /// <param name="still">HTML that is there until then.</param>
    public static string Over(string figure, string still)
    {
        var id = Html.NextId();
        var script = Script.Replace("@id", id, StringComparison.Ordinal)
            .Replace("@address", Address, StringComparison.Ordinal)
            .Replace("@figure", figure, StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"<div id=\"{id}\"><div>{still}</div></div><script>{script}</script>");
    }
}
