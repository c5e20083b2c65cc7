using System.Net;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GhostNet.Notebooks.Pages;

/// <summary>Links and pictures as Markdown writes them. A link whose address is not allowed becomes its text alone.</summary>
/// <param name="link">Writes a link's start, or nothing.</param>
/// <param name="picture">Writes a picture.</param>
internal sealed class ProseLinkRenderer(Func<string, string> link, Func<string, string, string> picture) : LinkInlineRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, LinkInline inline)
    {
        var address = inline.GetDynamicUrl?.Invoke() ?? inline.Url ?? "";
        if (inline.IsImage)
        {
            renderer.Write(picture(address, MarkdownText.PlainText(inline)));
            return;
        }

        var start = link(address);
        renderer.Write(start);
        renderer.WriteChildren(inline);
        renderer.Write(start.Length == 0 ? "" : "</a>");
    }
}

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

/// <summary>A tag inside a paragraph.</summary>
/// <param name="tags">Decides what is kept of it.</param>
internal sealed class ProseTagRenderer(ProseTags tags) : HtmlInlineRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(tags.Filter(inline.Tag));
}

/// <summary>Lines of HTML.</summary>
/// <param name="tags">Decides what is kept of them.</param>
internal sealed class ProseBlockRenderer(ProseTags tags) : HtmlBlockRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, HtmlBlock block) => renderer.WriteLine(tags.Filter(block.Lines.ToString()));
}
