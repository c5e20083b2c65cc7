using System.Xml.Linq;

namespace GhostNet.Cli.Reports;

/// <summary>Pieces of scalable pictures. Texts are escaped by the XML library.</summary>
internal static class Svg
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>A picture with a name for those who cannot see it.</summary>
    /// <param name="id">Unique in the page.</param>
    /// <param name="width">Width in units of the picture; it is shown as wide as there is room.</param>
    /// <param name="height">Height in the same units.</param>
    /// <param name="title">What the picture shows.</param>
    /// <param name="description">What there is to see in it, in words.</param>
    /// <param name="content">The pieces.</param>
    public static XElement Picture(
        string id, double width, double height, string title, string description, IEnumerable<XElement> content) =>
        Element(
            "svg",
            [
                new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")),
                new XAttribute("role", "img"),
                new XAttribute("aria-labelledby", $"{id}-title {id}-description"),
                Element("title", [new XAttribute("id", $"{id}-title"), title]),
                Element("desc", [new XAttribute("id", $"{id}-description"), description]),
                .. content,
            ]);

    /// <summary>A group of pieces.</summary>
    /// <param name="content">Attributes and pieces.</param>
    public static XElement Group(params object[] content) => Element("g", content);

    /// <summary>A straight line.</summary>
    public static XElement Line(double x1, double y1, double x2, double y2, string style) => Element(
        "line",
        [
            new XAttribute("x1", x1), new XAttribute("y1", y1), new XAttribute("x2", x2), new XAttribute("y2", y2),
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
        "text", [new XAttribute("x", Round(x)), new XAttribute("y", Round(y)), new XAttribute("class", style), text]);

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
        piece.Add(Element("title", [tip]));
        return piece;
    }

    /// <summary>Any element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Attributes, pieces and texts.</param>
    public static XElement Element(string name, params object[] content) => new(s_svg + name, content);

    private static double Round(double value) => Math.Round(value, 1);
}
