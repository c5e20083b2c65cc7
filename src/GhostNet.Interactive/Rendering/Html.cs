using System.Globalization;
using System.Net;
using System.Text;
using GhostNet.Interactive.Assets;

namespace GhostNet.Interactive.Rendering;

/// <summary>Pieces of HTML that every view is made of.</summary>
internal static class Html
{
    /// <summary>Longer texts are cut: nobody reads a label of 10,000 characters.</summary>
    private const int LongestText = 200;

    /// <summary>Shown in place of what must not act: control characters, and half a surrogate pair.</summary>
    private const char Replacement = '\uFFFD';

    private static long s_lastId;

    /// <summary>
    /// A text from outside, for an element or an attribute: escaped, shortened when it is too long to read, and without control
    /// characters, among them those that turn the direction of the text around them.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Text(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in (text.Length <= LongestText ? text : text[..(LongestText - 1)]).EnumerateRunes())
        {
            shown.Append(IsControl(rune.Value) ? (Rune.IsWhiteSpace(rune) ? " " : Replacement.ToString()) : rune.ToString());
        }

        return WebUtility.HtmlEncode(text.Length <= LongestText ? shown.ToString() : shown.Append('…').ToString());
    }

    /// <summary>An id that no other element of the page has, also when the page holds views of several processes.</summary>
    public static string NextId() => string.Create(
        CultureInfo.InvariantCulture, $"g{Environment.ProcessId:x}-{Environment.TickCount64:x}-{Interlocked.Increment(ref s_lastId):x}");

    /// <summary>A view: its style and its body in one element.</summary>
    /// <param name="kind">Class of the element, such as <c>tensor</c>: the style sheet knows it as <c>.ghostnet-tensor</c>.</param>
    /// <param name="body">HTML, already escaped.</param>
    /// <param name="styles">The style sheets of this kind of view.</param>
    public static string Frame(string kind, string body, params string[] styles) =>
        $"<div class=\"ghostnet ghostnet-{kind}\"><style>{StyleSheet.Of(kind, string.Join('\n', styles))}</style>{body}</div>";

    /// <summary>A whole page.</summary>
    /// <param name="title">Its title; any text.</param>
    /// <param name="parts">Views as HTML.</param>
    public static string Page(string title, IEnumerable<string> parts) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(title)}</title>
        <link rel="icon" href="data:,"><style>{Asset.PageStyle}</style></head>
        <body>
        {string.Join('\n', parts)}
        </body>
        </html>

        """;

    /// <summary>C0 and C1 controls, and the marks, embeddings, overrides and isolates of bidirectional text.</summary>
    private static bool IsControl(int rune) =>
        rune is < 0x20 or (>= 0x7F and < 0xA0) or 0x061C or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
