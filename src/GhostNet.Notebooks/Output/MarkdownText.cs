using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GhostNet.Notebooks.Documents;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GhostNet.Notebooks.Output;

/// <summary>Turns Markdown into HTML that needs no other file and no network.</summary>
/// <param name="folder">From where pictures are named.</param>
/// <param name="tell">Hears of pictures that are not there.</param>
internal sealed partial class MarkdownText(string folder, Action<string> tell)
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseTaskLists()
        .UseFootnotes()
        .UseAutoLinks()
        .UseMathematics()
        .Build();

    private readonly HashSet<string> _ids = [];
    private readonly List<Heading> _headings = [];

    /// <summary>The headings so far, for a list of contents.</summary>
    public IReadOnlyList<Heading> Headings => _headings;

    /// <summary>Renders a text.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="attachments">Pictures that came with its cell.</param>
    public string ToHtml(string markdown, JsonObject? attachments = null)
    {
        var document = Markdown.Parse(markdown, s_pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            // Each cell is a document of its own to Markdig, so two cells can have the same heading.
            var attributes = heading.GetAttributes();
            var id = attributes.Id is { Length: > 0 } own ? own : "section";
            attributes.Id = id;
            for (var i = 2; !_ids.Add(attributes.Id); i++)
            {
                attributes.Id = $"{id}-{i}";
            }

            _headings.Add(new Heading(heading.Level, attributes.Id, PlainText(heading.Inline)));
        }

        var html = document.ToHtml(s_pipeline);
        html = Picture().Replace(html, match => Inline(match, attachments));
        return NotebookLink().Replace(html, "$1.html$2");
    }

    private static string PlainText(ContainerInline? inline) => string.Concat(inline?.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }) ?? []);

    /// <summary>A picture with its bytes in it; a link in its place when they cannot be had.</summary>
    private string Inline(Match tag, JsonObject? attachments)
    {
        var source = WebUtility.HtmlDecode(tag.Groups["source"].Value);
        if (source.StartsWith("data:", StringComparison.Ordinal))
        {
            return tag.Value;
        }

        if ((Attached(source, attachments) ?? FromFile(source)) is { } data)
        {
            return tag.Value.Replace(tag.Groups["source"].Value, data, StringComparison.Ordinal);
        }

        tell($"the picture {source} is not in the page: only files beside the notebook are");
        var alt = AltText().Match(tag.Value) is { Success: true } match ? match.Groups[1].Value : "";
        return $"<a href=\"{tag.Groups["source"].Value}\">{(alt.Length > 0 ? alt : WebUtility.HtmlEncode(source))}</a>";
    }

    private static string? Attached(string source, JsonObject? attachments)
    {
        if (!source.StartsWith("attachment:", StringComparison.Ordinal) || attachments?[source["attachment:".Length..]] is not JsonObject { Count: > 0 } forms)
        {
            return null;
        }

        var (type, text) = forms.First();
        return NotebookJson.Text(text) is { } base64 ? $"data:{type};base64,{base64.ReplaceLineEndings("")}" : null;
    }

    private string? FromFile(string source)
    {
        var path = Path.Combine(folder, Uri.UnescapeDataString(source));
        var type = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => "image/png",
            ".JPG" or ".JPEG" => "image/jpeg",
            ".GIF" => "image/gif",
            ".WEBP" => "image/webp",
            ".SVG" => "image/svg+xml",
            _ => null,
        };
        return type is not null && File.Exists(path) ? $"data:{type};base64,{Convert.ToBase64String(File.ReadAllBytes(path))}" : null;
    }

    [GeneratedRegex("""<img\b[^>]*?\bsrc="(?<source>[^"]*)"[^>]*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex("""\balt="([^"]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex AltText();

    /// <summary>A link to another notebook of the folder leads to its page.</summary>
    [GeneratedRegex("""(<a href="[^":?#]+)\.(?:ipynb|dib)((?:#[^"]*)?")""")]
    private static partial Regex NotebookLink();
}
