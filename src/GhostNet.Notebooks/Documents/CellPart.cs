using GhostNet.Storage;

namespace GhostNet.Notebooks.Documents;

/// <summary>A piece of a cell in one language. A line such as <c>#!fsharp</c> begins another piece.</summary>
/// <param name="Language">What it is written in.</param>
/// <param name="Source">Its text, with empty lines for the rest of the cell, so that line numbers in errors are the cell's.</param>
internal sealed record CellPart(CellLanguage Language, string Source)
{
    /// <summary>The word behind <c>#!</c> on a line of its own; null on other lines.</summary>
    /// <param name="line">A line of a cell.</param>
    public static string? DirectiveOf(string line) =>
        line.StartsWith("#!", StringComparison.Ordinal) && line[2..].Trim() is { Length: > 0 } word ? word : null;

    /// <summary>Splits a code cell.</summary>
    /// <param name="source">The text of the cell.</param>
    /// <param name="language">The language in which it begins.</param>
    /// <exception cref="NotebookException">A line names a language that is not run here.</exception>
    public static IReadOnlyList<CellPart> Split(string source, CellLanguage language)
    {
        var parts = new List<CellPart>();
        var lines = source.Split('\n');
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (DirectiveOf(lines[i]) is { } word)
            {
                Add(i);
                start = i + 1;
                language = CellLanguages.Find(word)
                    ?? throw new NotebookException($"#!{ForeignText.Show(word)} is not known here: #!csharp, #!fsharp and #!markdown are.");
            }
        }

        Add(lines.Length);
        return parts;

        void Add(int end)
        {
            if (lines[start..end].Any(line => !string.IsNullOrWhiteSpace(line)))
            {
                parts.Add(new CellPart(language, new string('\n', start) + string.Join('\n', lines[start..end])));
            }
        }
    }
}
