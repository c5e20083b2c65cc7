using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace GhostNet.Notebooks.Pages;

/// <summary>Lines of HTML.</summary>
/// <param name="tags">Decides what is kept of them.</param>
internal sealed class ProseBlockRenderer(ProseTags tags) : HtmlBlockRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, HtmlBlock block) => renderer.WriteLine(tags.Filter(block.Lines.ToString()));
}
