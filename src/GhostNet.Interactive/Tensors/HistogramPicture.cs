using System.Globalization;
using System.Text;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Tensors;

/// <summary>How often each value occurs.</summary>
/// <param name="statistics">The counts.</param>
/// <param name="isSmall">True for the one beside the picture, false when it is the picture.</param>
internal sealed class HistogramPicture(TensorStatistics statistics, bool isSmall) : TensorPicture
{
    private const int Height = 100;

    /// <summary>Eight heights of a bar in text.</summary>
    private const string Blocks = "▁▂▃▄▅▆▇█";

    /// <inheritdoc/>
    public override string ToHtml(string title)
    {
        var counts = statistics.Histogram;
        if (counts.Length == 0)
        {
            return "";
        }

        var most = counts.Max();
        var path = new StringBuilder("M0 100");
        for (var i = 0; i < counts.Length; i++)
        {
            // A bin that is not empty is never lower than can be seen.
            var y = counts[i] == 0 ? Height : Math.Min(Height - 1.5, Height * (1 - ((double)counts[i] / most)));
            path.Append(CultureInfo.InvariantCulture, $"V{y:0.#}H{i + 1}");
        }

        var label = string.Create(CultureInfo.InvariantCulture, $"Histogram of {title}: {counts.Length} bins, at most {most} values each");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<div class="plot {(isSmall ? "small" : "large")}"><svg viewBox="0 0 {counts.Length} {Height}" preserveAspectRatio="none" role="img" aria-label="{Html.Text(label)}"><path class="bar" d="{path}V{Height}Z"/></svg><div class="ends"><span>{NumberFormat.Significant(statistics.Min)}</span><span>{NumberFormat.Significant(statistics.Max)}</span></div></div>""");
    }

    /// <summary>The histogram as one line of text.</summary>
    /// <param name="counts">Number of values in each bin.</param>
    public static string ToText(long[] counts)
    {
        if (counts.Length < 2)
        {
            return "";
        }

        var width = Math.Min(counts.Length, 16);
        var bins = new long[width];
        for (var i = 0; i < counts.Length; i++)
        {
            bins[i * width / counts.Length] += counts[i];
        }

        var most = bins.Max();
        return string.Concat(bins.Select(count => count == 0 ? ' ' : Blocks[(int)((Blocks.Length - 1) * (double)count / most)]));
    }
}
