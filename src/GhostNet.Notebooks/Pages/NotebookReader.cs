using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Protocol;
using Markdig;
using Markdig.Syntax;

namespace GhostNet.Notebooks.Pages;

/// <summary>Reads notebooks for an overview of them, and writes pages of what their files hold. It runs nothing.</summary>
internal static class NotebookReader
{
    private const int LongestPassage = 20_000;
    private const int LongestSummary = 200;

    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <summary>Writes a line of JSON for each notebook. One that cannot be read has a line as well, which says why.</summary>
    /// <param name="files">The notebooks.</param>
    /// <param name="pages">A folder for the pages.</param>
    /// <param name="output">Receives the lines.</param>
    /// <returns>The exit code.</returns>
    public static int Describe(IReadOnlyList<string> files, string pages, TextWriter output)
    {
        foreach (var file in files)
        {
            output.WriteLine(JsonSerializer.Serialize(Describe(file, pages), NotebookDescriptionJson.Default.NotebookDescription));
            output.Flush();
        }

        return 0;
    }

    private static NotebookDescription Describe(string file, string pages)
    {
        try
        {
            var notebook = Notebook.Load(file);
            var page = Path.Combine(pages, $"{Hash(file)[..32]}.html");
            HtmlPage.Save(notebook, page, _ => { }, showsStored: true);
            return new NotebookDescription
            {
                Path = file,
                Language = notebook.Language.KernelName(),
                Title = notebook.Title,
                Summary = Summary(notebook),
                Fingerprint = Hash(string.Join('\0', notebook.Cells.Select(cell => $"{cell.Type}\0{cell.LanguageName}\0{cell.Source}"))),
                FailedCell = notebook.Cells.FirstOrDefault(Failed)?.Number,
                HasOutputs = notebook.Cells.Any(cell => cell.Outputs.Any()),
                Thumbnail = Thumbnail.Of(notebook),
                Page = page,
                Passages = [.. Passages(notebook)],
            };
        }
        catch (Exception exception)
        {
            // Whatever a file holds, the others are still described.
            var reason = exception is NotebookException ? exception.Message : $"{file}: it cannot be shown: {exception.Message}";
            return new NotebookDescription
            {
                Path = file,
                Title = Path.GetFileName(file),
                Error = reason.StartsWith(file, StringComparison.Ordinal) ? reason[file.Length..].TrimStart(':', ' ') : reason,
            };
        }
    }

    private static bool Failed(NotebookCell cell) =>
        cell.IsCode && !cell.Tags.Contains("raises-exception") && cell.Outputs.Any(output => NotebookJson.Text(output["output_type"]) == "error");

    private static string Summary(Notebook notebook)
    {
        var text = notebook.Cells
            .Where(cell => cell.Type == "markdown")
            .SelectMany(cell => Parse(cell.Source).OfType<ParagraphBlock>())
            .Select(paragraph => OneLine(MarkdownText.PlainText(paragraph.Inline)))
            .FirstOrDefault(line => line.Length > 0) ?? "";
        if (text.Length <= LongestSummary)
        {
            return text;
        }

        var end = text.LastIndexOf(". ", LongestSummary, StringComparison.Ordinal);
        if (end > 0)
        {
            return text[..(end + 1)];
        }

        end = text.LastIndexOf(' ', LongestSummary);
        return $"{text[..(end > 0 ? end : LongestSummary)]} …";
    }

    private static IEnumerable<NotebookPassage> Passages(Notebook notebook)
    {
        var heading = notebook.Title;
        foreach (var cell in notebook.Cells)
        {
            var anchor = HtmlPage.Anchor(cell);
            if (cell.Type == "markdown")
            {
                var document = Parse(cell.Source);
                var words = new List<string>();
                foreach (var block in document.Descendants<LeafBlock>())
                {
                    var text = block.Inline is { } inline ? MarkdownText.PlainText(inline) : block.Lines.ToString();
                    heading = block is HeadingBlock ? text : heading;
                    words.Add(text);
                }

                yield return Passage("text", string.Join(' ', words));
            }
            else if (cell.IsCode)
            {
                yield return Passage("code", cell.Source);
                foreach (var text in cell.Outputs.Select(TextOf).OfType<string>())
                {
                    yield return Passage("output", text);
                }
            }

            NotebookPassage Passage(string kind, string text) => new(anchor, kind, heading, text.Length > LongestPassage ? text[..LongestPassage] : text);
        }
    }

    private static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown.Length > LongestPassage ? markdown[..LongestPassage] : markdown, s_markdown);
        }
        catch (ArgumentException)
        {
            // Its elements nest too deeply; the page shows it as it was written.
            return [];
        }
    }

    private static string? TextOf(JsonObject output) => NotebookJson.Text(output["output_type"]) switch
    {
        "stream" => NotebookJson.Text(output["text"]),
        "error" => $"{NotebookJson.Text(output["ename"])}: {NotebookJson.Text(output["evalue"])}",
        _ => NotebookJson.Text(output["data"]?[MimeType.Plain]),
    };

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
