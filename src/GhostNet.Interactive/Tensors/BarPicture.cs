using System.Globalization;
using System.Text;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Tensors;

/// <summary>Values in order, each a bar from zero; of long rows, a bar from the smallest to the largest of its neighbours.</summary>
/// <param name="values">The values.</param>
/// <param name="count">How many values there are in the tensor, of which these may be a part.</param>
internal sealed class BarPicture(IReadOnlyList<double> values, long count) : TensorPicture
{
    /// <summary>Bars at most.</summary>
    private const int MostBars = 256;

    private const int Width = 640;
    private const int Height = 120;

    /// <inheritdoc/>
    public override string ToHtml(string title)
    {
        var bars = Bars();
        var finite = bars.Where(bar => double.IsFinite(bar.Low)).ToList();
        var low = finite.Count == 0 ? 0 : Math.Min(0, finite.Min(bar => bar.Low));
        var high = finite.Count == 0 ? 1 : Math.Max(0, finite.Max(bar => bar.High));
        var range = new ValueRange(low, high > low ? high : low + 1);
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""<div class="plot" style="max-width:{Math.Clamp(bars.Count * 24, 160, Width)}px"><svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none" role="img" aria-label="{Html.Text($"Bars of {title}")}">""");
        var step = (double)Width / bars.Count;
        for (var i = 0; i < bars.Count; i++)
        {
            var (bottom, top) = (bars[i].Low, bars[i].High);
            var missing = !double.IsFinite(bottom);
            var (y0, y1) = missing ? (0, Height) : (Y(Math.Max(top, 0)), Y(Math.Min(bottom, 0)));
            html.Append(CultureInfo.InvariantCulture, $"""<rect class="{(missing ? "gone" : top > 0 ? "bar" : "bar minus")}" x="{(i + 0.1) * step:0.#}" width="{0.8 * step:0.#}" y="{y0:0.#}" height="{Math.Max(y1 - y0, 0.8):0.#}"/>""");
        }

        html.Append(CultureInfo.InvariantCulture, $"""<line x1="0" x2="{Width}" y1="{Y(0):0.#}" y2="{Y(0):0.#}"/></svg>""");
        return html.Append(CultureInfo.InvariantCulture, $"""<div class="ends"><span>0</span><span>{count - 1}</span></div></div>""").ToString();

        double Y(double value) => Height * (1 - range.Position(value));
    }

    private List<(double Low, double High)> Bars()
    {
        var bars = new List<(double, double)>();
        var number = Math.Min(values.Count, MostBars);
        for (var i = 0; i < number; i++)
        {
            var (first, end) = ((int)((long)i * values.Count / number), (int)((long)(i + 1) * values.Count / number));
            var finite = Enumerable.Range(first, end - first).Select(index => values[index]).Where(double.IsFinite).ToList();
            bars.Add(finite.Count == 0 ? (double.NaN, double.NaN) : (finite.Min(), finite.Max()));
        }

        return bars;
    }
}
