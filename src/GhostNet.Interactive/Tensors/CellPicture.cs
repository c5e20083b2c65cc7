using System.Text;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Tensors;

/// <summary>A small matrix: each value as a number on its colour.</summary>
/// <param name="values">The values.</param>
/// <param name="texts">The values as texts, row by row.</param>
/// <param name="range">Which values have the first and the last colour.</param>
/// <param name="map">The colours.</param>
internal sealed class CellPicture(Raster values, IReadOnlyList<string> texts, ValueRange range, ColorMap map) : TensorPicture
{
    /// <inheritdoc/>
    public override string ToHtml(string title)
    {
        var html = new StringBuilder($"""<div class="wide"><table class="cells" aria-label="{Html.Text(title)}">""");
        for (var y = 0; y < values.Height; y++)
        {
            html.Append("<tr>");
            for (var x = 0; x < values.Width; x++)
            {
                var i = (y * values.Width) + x;
                var colour = ColorScale.Of(map).At(range.Level(values.Values[i]));
                html.Append($"""<td style="background:{colour};color:{colour.Ink}">{Html.Text(texts[i])}</td>""");
            }

            html.Append("</tr>");
        }

        return html.Append("</table></div>").ToString();
    }
}
