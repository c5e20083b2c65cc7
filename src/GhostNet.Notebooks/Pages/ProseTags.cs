using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace GhostNet.Notebooks.Pages;

/// <summary>
/// HTML inside Markdown. A few tags stay, without their attributes, and so do pictures and links; comments go; everything else
/// is shown as it was written.
/// </summary>
/// <param name="link">Writes a link's start, or nothing when it may not lead there.</param>
/// <param name="picture">Writes a picture.</param>
internal sealed partial class ProseTags(Func<string, string> link, Func<string, string, string> picture)
{
    private static readonly HashSet<string> s_pairs =
    [
        "abbr", "b", "blockquote", "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "h1", "h2", "h3",
        "h4", "h5", "h6", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub",
        "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    ];

    private static readonly HashSet<string> s_single = ["br", "hr", "wbr"];

    private readonly List<string> _open = [];

    /// <summary>The part of a piece of HTML that is kept.</summary>
    /// <param name="html">The piece: one tag, or lines.</param>
    public string Filter(string html)
    {
        var kept = new StringBuilder();
        for (var i = 0; i < html.Length;)
        {
            var start = html.IndexOf('<', i);
            kept.Append((start < 0 ? html[i..] : html[i..start]).Replace(">", "&gt;", StringComparison.Ordinal));
            if (start < 0)
            {
                break;
            }

            i = start;
            if (html.AsSpan(i).StartsWith("<!--"))
            {
                var end = html.IndexOf("-->", i, StringComparison.Ordinal);
                i = end < 0 ? html.Length : end + 3;
            }
            else if (Tag().Match(html, i) is { Success: true } tag && Keep(tag) is { } text)
            {
                kept.Append(text);
                i += tag.Length;
            }
            else
            {
                kept.Append("&lt;");
                i++;
            }
        }

        return kept.ToString();
    }

    /// <summary>The ends of the tags that are still open: a cell's tags do not reach into the next.</summary>
    public string Close() => CloseDownTo(0);

    private string CloseDownTo(int depth)
    {
        var ends = string.Concat(Enumerable.Reverse(_open[depth..]).Select(name => $"</{name}>"));
        _open.RemoveRange(depth, _open.Count - depth);
        return ends;
    }

    /// <summary>The tag as it is kept, or null when it is none that is known.</summary>
    private string? Keep(Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        var isEnd = tag.Groups["end"].Length > 0;
        if (isEnd && (name == "a" || s_pairs.Contains(name)))
        {
            var depth = _open.LastIndexOf(name);
            return depth < 0 ? "" : CloseDownTo(depth);
        }

        if (isEnd)
        {
            return null;
        }

        if (s_single.Contains(name))
        {
            return $"<{name}>";
        }

        if (name == "img")
        {
            return picture(Attribute(tag, "src"), Attribute(tag, "alt"));
        }

        if (name == "a")
        {
            var start = link(Attribute(tag, "href"));
            return start.Length == 0 ? "" : Opened(name, start);
        }

        return s_pairs.Contains(name) ? Opened(name, $"<{name}>") : null;
    }

    private string Opened(string name, string start)
    {
        _open.Add(name);
        return start;
    }

    private static string Attribute(Match tag, string name)
    {
        var value = Attributes().Matches(tag.Groups["attributes"].Value).FirstOrDefault(
            attribute => attribute.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase));
        return WebUtility.HtmlDecode(value?.Groups["value"].Value ?? "");
    }

    [GeneratedRegex(@"\G<(?<end>/?)(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<attributes>(?:[\s/][^<>]*)?)>")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[a-zA-Z]+)=(?:"(?<value>[^"]*)"|'(?<value>[^']*)')""")]
    private static partial Regex Attributes();
}
