using System.Text.Json.Nodes;
using GhostNet.IO;

namespace GhostNet.Notebooks.Documents;

/// <summary>
/// The format .dib of .NET Interactive: plain text in which a line such as <c>#!fsharp</c> begins a cell.
/// </summary>
internal static class DibDocument
{
    private const string Meta = "meta";

    /// <summary>Kernels of .NET Interactive whose cells are not run here.</summary>
    private static readonly HashSet<string> s_otherKernels = new(StringComparer.OrdinalIgnoreCase)
    {
        "pwsh", "powershell", "javascript", "js", "mermaid", "http", "sql", "kql", "value", "r", "python",
    };

    /// <summary>Reads a document as a notebook of nbformat 4.</summary>
    /// <param name="text">The content of the file.</param>
    /// <exception cref="NotebookException">A cell is in a language that is not run here.</exception>
    public static JsonObject ToNotebook(string text)
    {
        var parts = Parts(text);
        var metadata = parts.Where(part => part.Name == Meta).Select(part => NotebookJson.Parse(part.Text) as JsonObject).FirstOrDefault();
        var kernelName = NotebookJson.Text(metadata?["kernelInfo"]?["defaultKernelName"]) ?? "csharp";
        var language = CellLanguages.Find(kernelName)
            ?? throw new NotebookException($"it is written in {ForeignText.Show(kernelName)}; here {CellLanguages.Known} cells are run.");
        var cells = new JsonArray();
        foreach (var (name, source) in parts.Where(part => part.Name != Meta && part.Text.Length > 0))
        {
            var cell = name is null ? language : CellLanguages.Find(name)
                ?? throw new NotebookException($"cell {cells.Count + 1} is written in {ForeignText.Show(name)}; here {CellLanguages.Known} cells are run.");
            cells.Add(Notebook.CreateCell(cell == CellLanguage.Markdown ? "markdown" : "code", source, cell));
        }

        return new JsonObject
        {
            ["cells"] = cells,
            ["metadata"] = Metadata(language, metadata?["kernelInfo"]),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        };
    }

    /// <summary>What nbformat and the notebook hosts want to know of a notebook.</summary>
    /// <param name="language">The language of its cells.</param>
    /// <param name="kernelInfo">What the document says of its kernels; null when it says nothing.</param>
    public static JsonObject Metadata(CellLanguage language, JsonNode? kernelInfo) => new()
    {
        ["kernelspec"] = new JsonObject
        {
            ["display_name"] = $".NET ({language.Title()})",
            ["language"] = language.Title(),
            ["name"] = $".net-{language.KernelName()}",
        },
        ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
        ["polyglot_notebook"] = new JsonObject
        {
            ["kernelInfo"] = kernelInfo?.DeepClone() ?? new JsonObject
            {
                ["defaultKernelName"] = language.KernelName(),
                ["items"] = new JsonArray(new JsonObject
                {
                    ["aliases"] = new JsonArray(),
                    ["languageName"] = language.Title(),
                    ["name"] = language.KernelName(),
                }),
            },
        },
    };

    /// <summary>The pieces between the lines that name a kernel, without empty lines around them; a line such as <c>#!time</c> is the host's business.</summary>
    private static List<(string? Name, string Text)> Parts(string text)
    {
        var parts = new List<(string? Name, string Text)>();
        string? name = null;
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (KernelOf(line) is { } next)
            {
                Add();
                name = next;
            }
            else
            {
                lines.Add(line);
            }
        }

        Add();
        return parts;

        void Add()
        {
            parts.Add((name, string.Join('\n', lines).Trim('\n')));
            lines.Clear();
        }
    }

    /// <summary>The kernel that a line such as <c>#!fsharp</c> names; null for every other line.</summary>
    private static string? KernelOf(string line) =>
        line.StartsWith("#!", StringComparison.Ordinal) && line[2..].Trim() is var word
        && (word == Meta || CellLanguages.Find(word) is not null || s_otherKernels.Contains(word))
            ? word
            : null;
}
