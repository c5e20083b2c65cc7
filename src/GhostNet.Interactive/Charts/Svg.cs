using System.Globalization;
using System.Text;
using System.Xml.Linq;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Charts;

/// <summary>Pieces of scalable pictures. Texts are escaped by the XML library.</summary>
internal static class Svg
{
    /// <summary>Size of the letters of a chart, as in <see cref="Asset.ChartStyle"/>.</summary>
    public const double LetterSize = 12;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>A picture with a name for those who cannot see it.</summary>
    /// <param name="width">Width in units of the picture; it is shown as wide as there is room.</param>
    /// <param name="height">Height in the same units.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="description">What there is to see in it, in words.</param>
    /// <param name="content">The pieces.</param>
    /// <param name="style">CSS classes: <see cref="Asset.ChartStyle"/> draws those in a <c>chart</c>.</param>
    public static XElement Picture(
        double width, double height, string title, string description, IEnumerable<XElement> content, string style = "chart")
    {
        var id = Html.NextId();
        return Element(
            "svg",
            [
                new XAttribute("class", style),
                new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Round(width)} {Round(height)}")),
                new XAttribute("role", "img"),
                new XAttribute("aria-labelledby", $"{id}-title {id}-description"),
                Element("title", [new XAttribute("id", $"{id}-title"), Clean(title)]),
                Element("desc", [new XAttribute("id", $"{id}-description"), Clean(description)]),
                .. content,
            ]);
    }

    /// <summary>A group of pieces.</summary>
    /// <param name="content">Attributes and pieces.</param>
    public static XElement Group(params object[] content) => Element("g", content);

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string style) => Element(
        "line",
        [
            new XAttribute("x1", Round(x1)), new XAttribute("y1", Round(y1)), new XAttribute("x2", Round(x2)), new XAttribute("y2", Round(y2)),
            new XAttribute("class", style),
        ]);

    /// <summary>A rectangle.</summary>
    public static XElement Rectangle(double x, double y, double width, double height, string style, double opacity = 1) => Element(
        "rect",
        [
            new XAttribute("x", Round(x)), new XAttribute("y", Round(y)),
            new XAttribute("width", Round(width)), new XAttribute("height", Round(height)),
            new XAttribute("class", style),
            .. opacity < 1 ? new[] { new XAttribute("fill-opacity", Math.Round(opacity, 3)) } : [],
        ]);

    /// <summary>A line of text.</summary>
    public static XElement Text(double x, double y, string text, string style) => Element(
        "text", [new XAttribute("x", Round(x)), new XAttribute("y", Round(y)), new XAttribute("class", style), Clean(text)]);

    /// <summary>A line through points.</summary>
    public static XElement Path(IEnumerable<(double X, double Y)> points, string style) => Element(
        "polyline",
        [
            new XAttribute("points", string.Join(' ', points.Select(point => FormattableString.Invariant($"{point.X},{point.Y}")))),
            new XAttribute("class", style),
        ]);

    /// <summary>A disc.</summary>
    public static XElement Disc(double x, double y, double radius, string style) => Element(
        "circle",
        [new XAttribute("cx", x), new XAttribute("cy", y), new XAttribute("r", radius), new XAttribute("class", style)]);

    /// <summary>Adds the text that appears when the pointer rests on a piece.</summary>
    public static XElement WithTip(this XElement piece, string tip)
    {
        piece.Add(Element("title", [Clean(tip)]));
        return piece;
    }

    /// <summary>Gives a text letters of another size.</summary>
    public static XElement WithSize(this XElement text, double size)
    {
        text.SetAttributeValue("style", FormattableString.Invariant($"font-size: {Round(size)}px"));
        return text;
    }

    /// <summary>Any element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Attributes, pieces and texts.</param>
    public static XElement Element(string name, params object[] content) => new(s_svg + name, content);

    /// <summary>The picture as text.</summary>
    public static string Write(XElement picture) => picture.ToString(SaveOptions.DisableFormatting);

    /// <summary>A text from outside, cut where there is no room for more.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">Most characters to keep.</param>
    public static string Shorten(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        // A character of two halves is kept or left out as a whole.
        var length = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>A text from outside, cut where it would be wider than the room for it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="room">Room in units of the picture.</param>
    /// <param name="size">Size of its letters.</param>
    public static string Fit(string text, double room, double size = LetterSize)
    {
        double width = 0;
        var (kept, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            width += size * Width(rune);
            if (width > room)
            {
                return string.Concat(text.AsSpan(0, kept), "…");
            }

            length += rune.Utf16SequenceLength;
            kept = width + size <= room ? length : kept;
        }

        return text;
    }

    /// <summary>About the width of a letter by its size, in a wide typeface: which one draws the picture is not known here.</summary>
    private static double Width(Rune letter) => letter.Value switch
    {
        >= 0x1100 or 'W' or 'M' or 'm' or 'w' or '@' or '%' => 1.05,
        >= 'A' and <= 'Z' => 0.75,
        'i' or 'j' or 'l' or 't' or 'f' or 'r' or ' ' or '.' or ',' or ':' or ';' or '-' or '/' or '\'' or '(' or ')' => 0.42,
        _ => 0.66,
    };

    /// <summary>
    /// Replaces what XML cannot hold and what must not act: control characters, halves of characters, and the marks that turn the
    /// direction of the text around them.
    /// </summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => IsShown(rune) ? rune : Rune.ReplacementChar));

    /// <summary>The two joiners are invisible, but some scripts and signs need them.</summary>
    private static bool IsShown(Rune rune) => rune.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned);

    private static double Round(double value) => Math.Round(value, 1);
}
