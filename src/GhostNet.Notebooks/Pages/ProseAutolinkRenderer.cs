using System.Net;
using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace GhostNet.Notebooks.Pages;

/// <summary>Addresses in angle brackets.</summary>
/// <param name="link">Writes a link's start, or nothing.</param>
internal sealed class ProseAutolinkRenderer(Func<string, string> link) : AutolinkInlineRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, AutolinkInline inline)
    {
        var start = link(inline.IsEmail ? $"mailto:{inline.Url}" : inline.Url);
        renderer.Write(start).Write(WebUtility.HtmlEncode(inline.Url)).Write(start.Length == 0 ? "" : "</a>");
    }
}
