using GhostNet.IO;

namespace GhostNet.Interactive.Rendering;

/// <summary>The legend of a <see cref="ColorScale"/>.</summary>
internal static class Legend
{
    /// <summary>The colours from left to right between the numbers that they stand for.</summary>
    /// <param name="range">The numbers.</param>
    /// <param name="scale">The colours.</param>
    public static string ToHtml(ValueRange range, ColorScale scale) =>
        $"""<div class="scale"><span>{NumberFormat.Significant(range.Smallest)}</span><i style="background:{scale.Gradient}"></i><span>{NumberFormat.Significant(range.Largest)}</span></div>""";
}
