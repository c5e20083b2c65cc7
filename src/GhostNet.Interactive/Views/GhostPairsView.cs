using System.Globalization;
using System.Text;
using GhostNet.Inspection;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>Pairs of feature maps: the source, the kernel, what the kernel makes of the source, and the map itself.</summary>
internal sealed class GhostPairsView : View
{
    /// <summary>Pixels of all pictures together, to bound the size of the page.</summary>
    private const int MostPixels = 64 * 56 * 56;

    private readonly GhostPairs _pairs;
    private readonly IReadOnlyList<GhostPair> _best;
    private readonly int _image;

    internal GhostPairsView(GhostPairs pairs, int count, int image)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, PairColor.MostPairs);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, pairs.Maps.Images);
        (_pairs, _best, _image) = (pairs, pairs.Best(count), image);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder($"<p><b>{Html.Text(_pairs.Maps.ToString())}</b>");
        html.Append(_best.Count == 0 ? ": no two maps vary, so there are no pairs." : _pairs.Maps.Images > 1 ? $"; image {_image} is shown" : "")
            .Append("</p><p class=\"legend\"><span>smallest</span><i style=\"background:").Append(ColorScale.Viridis.Gradient)
            .Append("\"></i><span>largest value</span><span>of each map; a prediction has the colours of the map itself</span></p><div class=\"list\">");
        foreach (var (index, pair) in _best.Index())
        {
            AppendPair(html, index, pair);
        }

        return Html.Frame("pairs", html.Append("</div>").ToString(), Asset.KernelTableStyle, Asset.GhostPairStyle);
    }

    /// <inheritdoc/>
    public override string ToString() => _pairs.ToString();

    private void AppendPair(StringBuilder html, int index, GhostPair pair)
    {
        var source = HeatMap.Of(_pairs.Maps, pair.Source, _image);
        var ghost = HeatMap.Of(_pairs.Maps, pair.Ghost, _image);
        var prediction = HeatMap.Of(_pairs.Predict(pair, _image));
        html.Append(
            CultureInfo.InvariantCulture,
            $"""
            <section style="{PairColor.Style(index)}"><h4><span class="mark">{PairColor.Letter(index)}</span>Map {pair.Ghost} is a ghost of map {pair.Source}
            <span class="fit" title="share of its variance that the kernel explains"><i><i style="--share:{pair.R2 * 100:F1}%"></i></i>R² {pair.R2:F3}</span></h4><div class="row">
            """);
        AppendMap(html, source, source.Range, "source", pair.Source);
        html.Append("<span class=\"sign\">∗</span><figure class=\"kernel\">")
            .Append(KernelTable.Draw(pair.Kernel, $"The kernel of {_pairs.KernelSize}×{_pairs.KernelSize}"))
            .Append("<figcaption>kernel, bias ").Append(NumberFormat.Significant(pair.Bias)).Append("</figcaption></figure><span class=\"sign\">=</span>");

        // In the colours of the map itself, so that the two can be compared.
        AppendMap(html, prediction, ghost.Range, "prediction", pair.Ghost);
        html.Append("<span class=\"sign\">≈</span>");
        AppendMap(html, ghost, ghost.Range, "true", pair.Ghost);
        html.Append("</div></section>");
    }

    private void AppendMap(StringBuilder html, HeatMap picture, ValueRange range, string role, int channel) => html
        .Append("<figure class=\"map\"><img alt=\"").Append(role).Append(" map ").Append(channel).Append(", ").Append(picture.Range)
        .Append("\" src=\"").Append(picture.DataAddress(ColorScale.Viridis, range, MostPixels / (3 * _best.Count)))
        .Append("\"><figcaption><b>").Append(role).Append("</b> map ").Append(channel).Append("<br>").Append(picture.Range).Append("</figcaption></figure>");
}
