using System.Globalization;
using System.Net;

namespace GhostNet.Interactive.Markup;

/// <summary>Pieces of HTML that every view is made of.</summary>
internal static class Html
{
    /// <summary>Longer texts are cut: nobody reads a label of 10,000 characters.</summary>
    private const int LongestText = 200;

    private static long s_lastId;

    /// <summary>A text from outside, escaped, and shortened when it is too long to read.</summary>
    /// <param name="text">Any text.</param>
    public static string Text(string text) =>
        WebUtility.HtmlEncode(text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…"));

    /// <summary>A number with four significant digits.</summary>
    /// <param name="value">The number; NaN and infinities too.</param>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>An id that no other element of the page has, also when the page holds views of several processes.</summary>
    public static string NextId() => string.Create(
        CultureInfo.InvariantCulture, $"g{Environment.ProcessId:x}-{Environment.TickCount64:x}-{Interlocked.Increment(ref s_lastId):x}");

    /// <summary>A view: its style and its body in one element.</summary>
    /// <param name="kind">Class of the element, such as <c>tensor</c>: the style sheet knows it as <c>.ghostnet-tensor</c>.</param>
    /// <param name="body">HTML, already escaped.</param>
    public static string Frame(string kind, string body) =>
        $"<div class=\"ghostnet ghostnet-{kind}\"><style>{StyleSheet.Text}</style>{body}</div>";
}
