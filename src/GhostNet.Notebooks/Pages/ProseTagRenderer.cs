using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace GhostNet.Notebooks.Pages;

/// <summary>A tag inside a paragraph.</summary>
/// <param name="tags">Decides what is kept of it.</param>
internal sealed class ProseTagRenderer(ProseTags tags) : HtmlInlineRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, HtmlInline inline) => renderer.Write(tags.Filter(inline.Tag));
}
