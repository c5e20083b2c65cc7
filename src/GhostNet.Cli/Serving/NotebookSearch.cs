using System.Net;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>Finds passages of notebooks that hold all words of a question.</summary>
internal static class NotebookSearch
{
    private const int Before = 60;
    private const int Length = 220;
    private const int MostOfOne = 5;

    /// <summary>Where the words occur, at most a few passages of each notebook.</summary>
    /// <param name="notebooks">The notebooks.</param>
    /// <param name="words">The words.</param>
    public static IEnumerable<(ServedNotebook Notebook, IReadOnlyList<NotebookPassage> Passages)> Find(IEnumerable<ServedNotebook> notebooks, IReadOnlyList<string> words) =>
        from notebook in notebooks
        let passages = notebook.Shown.Passages.Where(passage => words.All(word => Holds(passage.Text, word))).ToList()
        let isTitle = words.All(word => Holds(notebook.Shown.Title, word))
        where passages.Count > 0 || isTitle
        orderby isTitle descending
        select (notebook, (IReadOnlyList<NotebookPassage>)[.. passages.OrderBy(passage => passage.Kind switch { "text" => 0, "output" => 1, _ => 2 }).Take(MostOfOne)]);

    /// <summary>The words of a question.</summary>
    /// <param name="question">What the reader typed.</param>
    public static IReadOnlyList<string> Words(string question) =>
        question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();

    /// <summary>The text around the first of the words, on one line, with every word marked.</summary>
    /// <param name="text">A passage that holds them.</param>
    /// <param name="words">The words.</param>
    public static Html Excerpt(string text, IReadOnlyList<string> words)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var first = words.Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(place => place >= 0).DefaultIfEmpty(0).Min();
        var start = first <= Before ? 0 : text.LastIndexOf(' ', first - Before) + 1;
        var end = Math.Min(text.Length, start + Length);
        var html = new System.Text.StringBuilder(start > 0 ? "… " : "");
        for (var i = start; i < end;)
        {
            var word = words.Where(word => text.AsSpan(i).StartsWith(word, StringComparison.OrdinalIgnoreCase)).MaxBy(word => word.Length);
            var length = word?.Length ?? 1;
            var piece = WebUtility.HtmlEncode(text.Substring(i, length));
            html.Append(word is null ? piece : $"<mark>{piece}</mark>");
            i += length;
        }

        return new Html(html.Append(end < text.Length ? " …" : "").ToString());
    }

    private static bool Holds(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
