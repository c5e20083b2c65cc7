namespace GhostNet.Interactive.Markup;

/// <summary>The legend of a colour map.</summary>
internal static class Scale
{
    /// <summary>The colours from left to right between the numbers that they stand for.</summary>
    /// <param name="range">The numbers.</param>
    /// <param name="map">The colours.</param>
    public static string ToHtml(ColorRange range, ColorMap map) =>
        $"""<div class="scale"><span>{Html.Number(range.Low)}</span><i style="background:{Palette.Gradient(map)}"></i><span>{Html.Number(range.High)}</span></div>""";
}
