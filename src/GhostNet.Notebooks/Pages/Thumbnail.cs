using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Pages;

/// <summary>
/// A small picture of a notebook, made of the pictures in one of its outputs: a drawing, or many small pictures side by side, or
/// both. It is an SVG image, in which a browser runs no script and asks for no other file.
/// </summary>
internal static partial class Thumbnail
{
    private const double Width = 480;
    private const double Height = 270;
    private const double Edge = 14;
    private const int MostTiles = 24;

    /// <summary>So few pictures beside a drawing belong to it.</summary>
    private const int FewImages = 3;

    /// <summary>How much of the width a drawing gets beside pictures.</summary>
    private const double DrawingShare = 0.62;

    /// <summary>A drawing tells more than one of many small pictures.</summary>
    private const int DrawingWeight = 10;

    private const int MostWeight = 48;
    private const int LongestHtml = 2_000_000;

    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Makes the thumbnail.</summary>
    /// <param name="notebook">A notebook with outputs.</param>
    /// <returns>An SVG document, or null when no output holds a picture.</returns>
    public static string? Of(Notebook notebook)
    {
        // Of outputs that show as much: that with the finer pictures, and the last, in which a network has learned more.
        var best = notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => cell.Outputs)
            .Select(Pictures.Of).OfType<Pictures>()
            .Reverse()
            .MaxBy(pictures => (pictures.Weight, pictures.Detail));
        return best?.Weight > 0 ? Draw(best).ToString(SaveOptions.DisableFormatting) : null;
    }

    private static XElement Draw(Pictures pictures)
    {
        // The class and the styles are those of the output, so that its drawings look as they do there.
        var svg = new XElement(
            s_svg + "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")),
            new XAttribute("width", Width),
            new XAttribute("height", Height),
            new XAttribute("class", pictures.Class),
            new XElement(s_svg + "style", pictures.Style, ":root { padding: 0; background: none; } .gone { display: none; }"));
        var showsImages = pictures.Images.Count > FewImages || pictures.Drawings.Count == 0;
        var isPair = !showsImages && pictures.Drawings is [var first, var second, ..] && IsSquare(first) && IsSquare(second);
        var drawings = pictures.Drawings.Take(isPair ? 2 : 1).ToList();
        var width = isPair ? (Width - (3 * Edge)) / 2 : showsImages ? (Width - (3 * Edge)) * DrawingShare : Width - (2 * Edge);
        var x = Edge;
        foreach (var drawing in drawings)
        {
            Place(drawing, x, Edge, width, Height - (2 * Edge));
            svg.Add(pictures.AreStretched ? new XElement(s_svg + "g", new XAttribute("class", "plot"), drawing) : drawing);
            x += width + Edge;
        }

        if (showsImages)
        {
            svg.Add(Tiles(pictures.Images, x, Width - x - Edge, drawings.Count > 0 ? MostTiles / 2 : MostTiles));
        }

        return svg;
    }

    private static bool IsSquare(XElement drawing) =>
        ((string?)drawing.Attribute("viewBox"))?.Split(' ') is [_, _, var width, var height] && width == height;

    /// <summary>As many pictures as fill the place, in rows.</summary>
    private static IEnumerable<XElement> Tiles(IReadOnlyList<string> images, double left, double width, int most)
    {
        const double Gap = 6;
        var height = Height - (2 * Edge);
        var count = Math.Min(images.Count, most);
        var rows = Enumerable.Range(1, count).MaxBy(rows => Side(rows, (count + rows - 1) / rows));
        var columns = (count + rows - 1) / rows;
        count = count >= columns * rows ? count : Math.Max(columns * (count / columns), 1);
        rows = (count + columns - 1) / columns;
        var side = Side(rows, columns);
        var (x, y) = (left + ((width - (columns * (side + Gap)) + Gap) / 2), Edge + ((height - (rows * (side + Gap)) + Gap) / 2));
        for (var i = 0; i < count; i++)
        {
            var image = new XElement(s_svg + "image", new XAttribute("href", images[i]), new XAttribute("style", "image-rendering: pixelated"));
            Place(image, x + (i % columns * (side + Gap)), y + (i / columns * (side + Gap)), side, side);
            yield return image;
        }

        double Side(int rows, int columns) => Math.Min((width + Gap) / columns, (height + Gap) / rows) - Gap;
    }

    private static void Place(XElement element, double x, double y, double width, double height)
    {
        foreach (var (name, value) in new[] { ("x", x), ("y", y), ("width", width), ("height", height) })
        {
            element.SetAttributeValue(name, value.ToString("0.##", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The pictures of an output.</summary>
    /// <param name="Class">The class of the output's element.</param>
    /// <param name="Style">The style sheets that its drawings need.</param>
    /// <param name="Drawings">SVG elements.</param>
    /// <param name="AreStretched">Whether the drawings fill any place that they are given, as the bars of a histogram do.</param>
    /// <param name="Images">Addresses that hold the bytes.</param>
    private sealed partial record Pictures(string Class, string Style, IReadOnlyList<XElement> Drawings, bool AreStretched, IReadOnlyList<string> Images)
    {
        // They read what strangers wrote: their time grows with the length of the text, whatever the text is.
        private static readonly Regex s_styles = new("<style>(.*?)</style>", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        private static readonly Regex s_drawings = new(@"<svg\b.*?</svg>", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        private static readonly Regex s_images = new(
            """<img\b[^>]*?\ssrc="(data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+)""", RegexOptions.NonBacktracking);

        public int Weight => Math.Min(Images.Count + (Drawings.Count * (AreStretched ? 1 : DrawingWeight)), MostWeight);

        public int Detail => Drawings.Count > 0 ? 0 : Images.Take(MostTiles).Sum(image => image.Length);

        public static Pictures? Of(JsonObject output)
        {
            if (output["data"] is not JsonObject data)
            {
                return null;
            }

            if (NotebookJson.Text(data[MimeType.Html]) is { Length: <= LongestHtml } html)
            {
                var style = string.Concat(string.Join('\n', s_styles.Matches(html).Select(match => match.Groups[1].Value)).Where(XmlConvert.IsXmlChar));
                var name = FirstClass().Match(html).Groups[1].Value;
                var rest = s_drawings.Replace(html, "");
                var images = s_images.Matches(rest).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
                var drawings = s_drawings.Matches(html).Select(match => Parse(match.Value)).OfType<XElement>().ToLookup(IsStretched);
                return drawings[false].Any()
                    ? new Pictures(name, style, [.. drawings[false]], false, images)
                    : new Pictures(name, style, images.Count > 0 ? [] : [.. drawings[true]], true, images);
            }

            if (NotebookJson.Text(data["image/svg+xml"]) is { Length: <= LongestHtml } svg && Parse(svg) is { } drawing)
            {
                return new Pictures("", "", [drawing], false, []);
            }

            return data.FirstOrDefault(form => form.Key is "image/png" or "image/jpeg" or "image/gif" or "image/webp") is { Key: { } type, Value: var value }
                && NotebookJson.Text(value) is { } base64 && Base64.IsValid(base64)
                    ? new Pictures("", "", [], false, [$"data:{type};base64,{base64.ReplaceLineEndings("")}"])
                    : null;
        }

        private static bool IsStretched(XElement svg) => (string?)svg.Attribute("preserveAspectRatio") == "none";

        /// <summary>Null when it is no XML, or holds what does not belong into a picture.</summary>
        private static XElement? Parse(string svg)
        {
            try
            {
                using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
                var element = XElement.Load(reader);
                foreach (var part in element.DescendantsAndSelf())
                {
                    part.Name = s_svg + part.Name.LocalName;
                    part.Attribute("xmlns")?.Remove();
                }

                return element.Descendants().Any(part => part.Name.LocalName is "script" or "foreignObject") ? null : element;
            }
            catch (XmlException)
            {
                return null;
            }
        }

        [GeneratedRegex("""^\s*<\w+ class="([\w -]*)["]""")]
        private static partial Regex FirstClass();
    }
}
