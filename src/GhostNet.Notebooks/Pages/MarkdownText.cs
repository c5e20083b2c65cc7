using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using GhostNet.IO;
using Markdig;
using Markdig.Helpers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GhostNet.Notebooks.Pages;

/// <summary>Turns Markdown into HTML that needs no other file and no network, and in which nothing that the notebook's author wrote can act.</summary>
/// <remarks>
/// A text that nests too deeply, is too long or takes too long is shown as it was written. Rendering runs on a thread of
/// its own, which has a large stack and can be abandoned.
/// </remarks>
internal sealed class MarkdownText : IDisposable
{
    /// <summary>Characters of the longest text; a chapter of a book has about 50,000.</summary>
    private const int LongestText = 1_000_000;

    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseTaskLists()
        .UseFootnotes()
        .UseAutoLinks()
        .UseMathematics()
        .Build();

    private readonly Dictionary<string, int> _ids = [];
    private readonly List<Heading> _headings = [];
    private readonly PagePictures _pictures;
    private readonly Action<string> _tell;
    private readonly TimeSpan _patience;
    private readonly MarkdownThread _thread = new();
    private readonly Stopwatch _time = new();

    /// <summary>Prepares the texts of a page.</summary>
    /// <param name="folder">From where pictures are named.</param>
    /// <param name="tell">Receives messages about missing pictures and texts that cannot be rendered.</param>
    /// <param name="patience">How long all texts together may take.</param>
    /// <param name="taken">Ids of elements that the page already has.</param>
    public MarkdownText(string folder, Action<string> tell, TimeSpan patience, params IEnumerable<string> taken)
    {
        (_pictures, _tell, _patience) = (new PagePictures(folder, tell), tell, patience);
        foreach (var id in taken)
        {
            _ids[id] = 1;
        }
    }

    /// <summary>The headings so far, for a list of contents.</summary>
    public IReadOnlyList<Heading> Headings => _headings;

    /// <summary>Renders a text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">Pictures that came with its cell.</param>
    public string ToHtml(string markdown, JsonObject? attachments = null)
    {
        if (markdown.Length > LongestText)
        {
            return AsWritten(markdown, string.Create(CultureInfo.InvariantCulture, $"it has {markdown.Length:N0} characters; at most {LongestText:N0} are rendered"));
        }

        _time.Start();
        try
        {
            var document = InTime(() => Markdown.Parse(markdown, s_pipeline));
            foreach (var heading in document.Descendants<HeadingBlock>())
            {
                Note(heading);
            }

            return InTime(() => Render(document, attachments));
        }
        catch (TimeoutException)
        {
            return AsWritten(markdown, string.Create(CultureInfo.InvariantCulture, $"the texts of the page took more than {_patience.TotalSeconds:0.###} seconds"));
        }
        catch (ArgumentException exception)
        {
            // Markdig throws it for elements that nest too deeply.
            return AsWritten(markdown, exception.Message);
        }
        finally
        {
            _time.Stop();
        }
    }

    /// <summary>Lets the thread end.</summary>
    public void Dispose() => _thread.Dispose();

    /// <summary>The words of a piece of Markdown, without its marks.</summary>
    /// <param name="inline">The piece.</param>
    public static string PlainText(ContainerInline? inline) => string.Concat(inline?.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    }) ?? []);

    private T InTime<T>(Func<T> work)
    {
        var left = _patience - _time.Elapsed;
        T? result = default;
        var done = _thread.Run(() => result = work());
        return left > TimeSpan.Zero && Task.WaitAny([done], left) == 0
            ? done.IsFaulted ? throw done.Exception.InnerException! : result!
            : throw new TimeoutException();
    }

    private string Render(MarkdownDocument document, JsonObject? attachments)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(text);
        s_pipeline.Setup(renderer);
        var tags = new ProseTags(Link, Picture);
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new ProseLinkRenderer(Link, Picture));
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new ProseAutolinkRenderer(Link));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlInlineRenderer>(new ProseTagRenderer(tags));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new ProseBlockRenderer(tags));
        renderer.Render(document);
        return text + tags.Close();

        string Picture(string source, string alt) => _pictures.Find(source, attachments) is { } data
            ? $"<img src=\"{WebUtility.HtmlEncode(data)}\" alt=\"{WebUtility.HtmlEncode(alt)}\">"
            : $"{Link(source)}{WebUtility.HtmlEncode(alt.Length > 0 ? alt : source)}{(LinkRule.Allows(source) ? "</a>" : "")}";
    }

    private static string Link(string address) => LinkRule.Allows(address) ? $"<a href=\"{WebUtility.HtmlEncode(LinkRule.InPage(address))}\">" : "";

    private void Note(HeadingBlock heading)
    {
        // As GitHub names them, so that links to them hold there too. Markdig's own names take time that grows with the square of
        // their number, and know one cell only.
        var text = PlainText(heading.Inline);
        var id = LinkHelper.UrilizeAsGfm(text) is { Length: > 0 } own ? own : "section";
        var name = id;
        while (!_ids.TryAdd(name, 1))
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{id}-{++_ids[id]}");
        }

        heading.GetAttributes().Id = name;
        _headings.Add(new Heading(heading.Level, name, text));
    }

    private string AsWritten(string markdown, string reason)
    {
        _tell($"a text is shown as it was written, \"{ForeignText.Show(markdown.TrimStart().Split('\n', 2)[0], 40)}\": {reason}");
        return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
    }
}
