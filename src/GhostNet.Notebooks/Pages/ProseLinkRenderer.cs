using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
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
