using System.Text.Json.Nodes;

namespace GhostNet.Notebooks.Documents;

/// <summary>
/// A document with one prose and each step in C# and in F#: a notebook in either language is made from it, so that the two
/// cannot drift apart.
/// </summary>
/// <remarks>
/// A text cell for one language only begins with the line <c>&lt;!-- csharp --&gt;</c> or <c>&lt;!-- fsharp --&gt;</c>. A code cell that
/// begins with the line <c>// parameters</c> gets the tag <c>parameters</c>.
/// </remarks>
internal static class BilingualSource
{
    private const string Parameters = "// parameters";

    /// <summary>Keeps the prose and the cells of one language.</summary>
    /// <param name="document">The whole document in nbformat; what is returned is part of it.</param>
    /// <param name="language">The language to keep.</param>
    public static JsonObject Select(JsonObject document, CellLanguage language)
    {
        var cells = document["cells"]!.AsArray().OfType<JsonObject>().Where(cell => IsFor(cell, language)).ToList();
        document["cells"]!.AsArray().Clear();
        document["metadata"] = DibDocument.Metadata(language, kernelInfo: null);
        document["cells"] = new JsonArray([.. cells.Select(Prepare)]);
        return document;
    }

    private static bool IsFor(JsonObject cell, CellLanguage language) =>
        NotebookJson.Text(cell["metadata"]?["polyglot_notebook"]?["kernelName"]) is { } name
            ? name == language.KernelName()
            : OnlyFor(cell) is not { } only || only == language;

    private static CellLanguage? OnlyFor(JsonObject text) =>
        FirstLine(text) is ['<', '!', '-', '-', ' ', .. var name, ' ', '-', '-', '>'] ? CellLanguages.Find(name) : null;

    private static JsonObject Prepare(JsonObject cell)
    {
        var isParameters = cell["metadata"]?["polyglot_notebook"] is not null && FirstLine(cell) == Parameters;
        if (isParameters)
        {
            cell["metadata"]!["tags"] = new JsonArray("parameters");
        }

        if (isParameters || OnlyFor(cell) is not null)
        {
            cell["source"] = NotebookJson.Lines(NotebookJson.Text(cell["source"])!.Split('\n', 2) is [_, var rest] ? rest.TrimStart('\n') : "");
        }

        return cell;
    }

    private static string FirstLine(JsonObject cell) => NotebookJson.Text(cell["source"])!.Split('\n', 2)[0].TrimEnd();
}
