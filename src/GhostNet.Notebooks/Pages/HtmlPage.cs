using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Pages;

/// <summary>
/// A notebook as one HTML page: it holds its pictures, asks the network for nothing, follows the reader's light or dark
/// theme, and needs no script of its own.
/// </summary>
/// <remarks>
/// One rule says what may act in the page: what the cells showed in this run may, for the reader has run their code already;
/// what came with the file may not. Markdown keeps a few tags and safe links; outputs that the file holds are not shown, or, where
/// nothing was run, without what could act. The page's content policy says the same to the browser: only scripts with the page's
/// secret run, and only those of this run get it.
/// </remarks>
internal sealed partial class HtmlPage
{
    private const int DeepestHeading = 3;

    /// <summary>The element that hides the code.</summary>
    private const string Hide = "hide";

    /// <summary>How long all Markdown of a page may take; a page of the walkthrough takes a hundredth of it.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The forms of a value, from the one that shows most to the one that shows least.</summary>
    private static readonly string[] s_forms =
        [MimeType.Html, "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", MimeType.Markdown, MimeType.Plain, "application/json"];

    /// <summary>It reads what strangers wrote: its time grows with the length of the text, whatever the text is.</summary>
    private static readonly Regex s_wholeScript = new(
        @"<script[\s/>].*?</script\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    private readonly Notebook _notebook;
    private readonly MarkdownText _markdown;

    private readonly string _secret = RandomNumberGenerator.GetHexString(32, lowercase: true);

    private readonly bool _showsStored;

    private HtmlPage(Notebook notebook, MarkdownText markdown, bool showsStored) => (_notebook, _markdown, _showsStored) = (notebook, markdown, showsStored);

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="notebook">The notebook, after its run.</param>
    /// <param name="path">The file.</param>
    /// <param name="tell">Receives messages about missing pictures and texts that cannot be rendered.</param>
    /// <param name="timeout">How long all Markdown of the page may take, if less than ten seconds.</param>
    /// <param name="showsStored">Whether to show, of cells that were not run, the outputs that the file holds.</param>
    public static void Save(Notebook notebook, string path, Action<string> tell, TimeSpan? timeout = null, bool showsStored = false)
    {
        using var markdown = new MarkdownText(
            notebook.Folder, tell, timeout < s_patience ? timeout.Value : s_patience, [Hide, .. notebook.Cells.Select(Anchor)]);
        var page = new HtmlPage(notebook, markdown, showsStored).Write();
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The id of a cell in the page.</summary>
    /// <param name="cell">The cell.</param>
    public static string Anchor(NotebookCell cell) => string.Create(CultureInfo.InvariantCulture, $"cell-{cell.Number}");

    private string Write()
    {
        var body = new StringBuilder();
        foreach (var cell in _notebook.Cells)
        {
            switch (cell.Type)
            {
                case "markdown":
                    body.Append(CultureInfo.InvariantCulture, $"<section class=\"prose\" id=\"{Anchor(cell)}\">{_markdown.ToHtml(cell.Source, cell.Attachments)}</section>\n");
                    break;
                case "code":
                    WriteCode(body, cell);
                    break;
            }
        }

        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,">
            <title>{Text(_notebook.Title)}</title>
            <style>
            {PageStyle.Text}
            </style>
            </head>
            <body>
            <div class="page">
            <nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ul>{string.Concat(Contents())}</ul></details>
            <label class="switch"><input type="checkbox" id="{Hide}"> Hide the code</label></nav>
            <main>
            {body}
            </main>
            <footer>Made from {Text(Path.GetFileName(_notebook.Path))}, {_notebook.Language.Title()}.</footer>
            </div>
            </body>
            </html>

            """;
    }

    /// <summary>
    /// A script that may run may load another, as a Plotly chart does; nothing else is fetched, framed or sent.
    /// </summary>
    private string Policy =>
        $"default-src 'none'; script-src 'nonce-{_secret}' 'strict-dynamic'; style-src 'unsafe-inline'; img-src data: blob:; "
        + "media-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

    private IEnumerable<string> Contents() => _markdown.Headings
        .Where(heading => heading.Level <= DeepestHeading)
        .Select(heading => $"<li{(heading.Level == DeepestHeading ? " class=\"deep\"" : "")}><a href=\"#{Text(heading.Id)}\">{Text(heading.Text)}</a></li>");

    private void WriteCode(StringBuilder body, NotebookCell cell)
    {
        if (!string.IsNullOrWhiteSpace(cell.Source))
        {
            var count = cell.ExecutionCount is { } number ? $" [{number}]" : "";
            body.Append(CultureInfo.InvariantCulture, $"<details class=\"cell\" id=\"{Anchor(cell)}\" open><summary>{cell.Language.Title()}{count}</summary>")
                .Append(CultureInfo.InvariantCulture, $"<pre tabindex=\"0\"><code>{CodeColours.ToHtml(cell.Source.TrimEnd(), cell.Language)}</code></pre></details>\n");
        }

        foreach (var output in cell.WasRun || _showsStored ? cell.Outputs : [])
        {
            body.Append(CultureInfo.InvariantCulture, $"<div class=\"output\">{ToHtml(output, cell.WasRun)}</div>\n");
        }
    }

    private string ToHtml(JsonObject output, bool wasRun) => NotebookJson.Text(output["output_type"]) switch
    {
        "stream" => Preformatted(NotebookJson.Text(output["name"]) ?? "stdout", WithoutOverwritten(NotebookJson.Text(output["text"]) ?? "")),
        "error" => Preformatted("error", output["traceback"] is JsonArray { Count: > 0 } lines
            ? string.Join('\n', lines.Select(NotebookJson.Text))
            : NotebookJson.Text(output["evalue"]) ?? ""),
        _ => output["data"] is JsonObject data ? ToHtmlBundle(data, wasRun) : "",
    };

    private string ToHtmlBundle(JsonObject data, bool wasRun)
    {
        var form = s_forms.FirstOrDefault(data.ContainsKey);
        var text = form is null ? "" : NotebookJson.Text(data[form]) ?? data[form]?.ToJsonString() ?? "";
        return form switch
        {
            // The policy stops a stranger's scripts; it does not stop a tag that leads the reader away or asks the network for a name.
            MimeType.Html or "image/svg+xml" when !wasRun => Acting().Replace(s_wholeScript.Replace(text, ""), "<wbr"),
            MimeType.Html or "image/svg+xml" => Script().Replace(text, $"$0 nonce=\"{_secret}\""),
            MimeType.Markdown => $"<div class=\"prose\">{_markdown.ToHtml(text)}</div>",
            not null when form.StartsWith("image/", StringComparison.Ordinal) =>
                $"<img alt=\"{Text(NotebookJson.Text(data[MimeType.Plain]) ?? "output of the cell")}\" src=\"data:{form};base64,{Text(text.ReplaceLineEndings(""))}\">",
            _ => Preformatted("stdout", text),
        };
    }

    private static string Preformatted(string kind, string text) => $"<pre class=\"{Text(kind)}\" tabindex=\"0\">{Text(text.TrimEnd('\n'))}</pre>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Leaves out what a terminal would not show any more: the part of a line before a carriage return.</summary>
    private static string WithoutOverwritten(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        var shown = line.TrimEnd('\r');
        return shown[(shown.LastIndexOf('\r') + 1)..];
    }));

    [GeneratedRegex(@"<script(?=[\s/>])", RegexOptions.IgnoreCase)]
    private static partial Regex Script();

    [GeneratedRegex(@"<(?:meta|link|base)(?=[\s/>])", RegexOptions.IgnoreCase)]
    private static partial Regex Acting();
}
