using System.Globalization;
using System.Text;
using GhostNet.Inspection;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>
/// The feature maps of a layer as a grid of pictures: intrinsic maps and ghosts apart, similar pairs in boxes of the same
/// colour, as in figure 1 of the GhostNet paper, with the kernel that makes one map of the other.
/// </summary>
internal sealed class FeatureMapView : View
{
    /// <summary>More maps than this are not drawn, to bound the size of the page.</summary>
    public const int MostMaps = 128;

    /// <summary>Pixels of all pictures together: 64 maps of 56×56.</summary>
    private const int MostPixels = 64 * 56 * 56;

    private readonly FeatureMaps _maps;
    private readonly IReadOnlyList<GhostPair> _pairs;
    private readonly int _count, _image;
    private readonly bool _sharedRange;

    internal FeatureMapView(FeatureMaps maps, GhostPairs? pairs, int boxed, int count, int image, bool sharedRange)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentOutOfRangeException.ThrowIfNegative(boxed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(boxed, PairColor.MostPairs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostMaps);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, maps.Images);
        if (pairs is not null && pairs.Maps.Channels != maps.Channels)
        {
            throw new ArgumentException($"The pairs are of {pairs.Maps}, not of {maps}.", nameof(pairs));
        }

        (_maps, _pairs, _count, _image, _sharedRange) = (maps, pairs?.Best(boxed) ?? [], count, image, sharedRange);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var shown = Shown();
        var pictures = shown.ToDictionary(channel => channel, channel => HeatMap.Of(_maps, channel, _image));
        var all = ValueRange.Of(pictures.Values.Select(picture => picture.Range));
        var html = new StringBuilder("<p><b>").Append(Html.Text(_maps.ToString())).Append("</b>");
        html.Append(_maps.Images > 1 ? $"; image {_image} is shown</p>" : "</p>");
        var (smallest, largest, note) = _sharedRange
            ? (NumberFormat.Significant(all.Smallest), NumberFormat.Significant(all.Largest), "the same for all maps")
            : ("smallest", "largest value", $"of each map; all together {all}");
        html.Append("<p class=\"legend\"><span>").Append(smallest).Append("</span><i style=\"background:").Append(ColorScale.Viridis.Gradient)
            .Append("\"></i><span>").Append(largest).Append("</span><span>").Append(note).Append("</span></p>");
        foreach (var group in shown.GroupBy(channel => _maps.Kinds[channel]))
        {
            AppendHeading(html, group.Key, group.Count());
            html.Append("<div class=\"grid\">");
            foreach (var channel in group)
            {
                AppendMap(html, channel, pictures[channel], _sharedRange ? all : pictures[channel].Range, MostPixels / shown.Count);
            }

            html.Append("</div>");
        }

        AppendPairs(html);
        return Html.Frame("maps", html.ToString(), Asset.KernelTableStyle, Asset.FeatureMapStyle);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(_maps.ToString());
        foreach (var pair in _pairs)
        {
            text.AppendLine().Append("  ").Append(pair);
        }

        return text.ToString();
    }

    /// <summary>The maps to draw: of each kind its share, those in a box before the others.</summary>
    private List<int> Shown()
    {
        var boxed = _pairs.SelectMany(pair => new[] { pair.Source, pair.Ghost }).ToHashSet();
        return [.. Enumerable.Range(0, _maps.Channels).GroupBy(channel => _maps.Kinds[channel])
            .SelectMany(group => group.OrderByDescending(boxed.Contains).ThenBy(channel => channel)
                .Take((int)Math.Ceiling((double)_count * group.Count() / Math.Max(_count, _maps.Channels))))
            .Order()];
    }

    private void AppendHeading(StringBuilder html, MapKind kind, int shown)
    {
        var (name, origin) = kind switch
        {
            MapKind.Intrinsic => ("Intrinsic maps", ", made by the ordinary convolution"),
            MapKind.Ghost => ("Ghost maps", ", each made from an intrinsic map by the cheap operation"),
            _ => ("Maps", ""),
        };
        var total = _maps.Kinds.Count(other => other == kind);
        if (kind != MapKind.Ordinary || shown < total)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h4>{name} <span>{(shown < total ? $"{shown} of {total}" : $"{total}")}{origin}</span></h4>");
        }
    }

    private void AppendMap(StringBuilder html, int channel, HeatMap picture, ValueRange range, int mostPixels)
    {
        var pair = _pairs.Index().FirstOrDefault(pair => pair.Item.Source == channel || pair.Item.Ghost == channel, (Index: -1, Item: null!));
        var kind = _maps.Kinds[channel] switch { MapKind.Intrinsic => "intrinsic", MapKind.Ghost => "ghost", _ => "" };
        var about = $"map {channel}{(kind.Length == 0 ? "" : $", {kind}")}, {picture.Range}";
        var (mark, style, role) = ("", "", "");
        if (pair.Item is not null)
        {
            var letter = PairColor.Letter(pair.Index);
            var isSource = pair.Item.Source == channel;
            mark = $"<span class=\"mark\">{(isSource ? $"{letter} →" : $"→ {letter}")}</span>";
            style = $" style=\"{PairColor.Style(pair.Index)}\"";
            role = $", pair {letter}: {(isSource ? "the source" : "predicted from the source")}";
        }

        html.Append("<figure class=\"").Append(kind).Append(pair.Item is null ? "\"" : " paired\"").Append(style)
            .Append(" title=\"").Append(about).Append("\"><img alt=\"").Append(about).Append(role)
            .Append("\" src=\"").Append(picture.DataAddress(ColorScale.Viridis, range, mostPixels))
            .Append(CultureInfo.InvariantCulture, $"\"><figcaption><span>{channel}</span>{mark}</figcaption></figure>");
    }

    private void AppendPairs(StringBuilder html)
    {
        if (_pairs.Count == 0)
        {
            return;
        }

        html.Append("<div class=\"pairs\">");
        foreach (var (index, pair) in _pairs.Index())
        {
            html.Append("<div style=\"").Append(PairColor.Style(index)).Append("\"><p><span class=\"mark\">").Append(PairColor.Letter(index))
                .Append("</span> ").Append(Html.Text(pair.ToString())).Append("</p>")
                .Append(KernelTable.Draw(pair.Kernel, $"The kernel that makes map {pair.Ghost} of map {pair.Source}"))
                .Append("</div>");
        }

        html.Append("</div>");
    }
}
