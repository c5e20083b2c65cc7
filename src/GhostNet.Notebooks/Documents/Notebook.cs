using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.IO;
using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Documents;

/// <summary>A notebook: nbformat 4 in memory, whatever file it came from.</summary>
internal sealed class Notebook
{
    private const int MinorVersion = 5;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonObject _json;
    private readonly int _indentation;
    private readonly List<NotebookCell> _cells;

    private Notebook(string path, JsonObject json, int indentation)
    {
        Path = path;
        _json = json;
        _indentation = indentation;
        if (json["nbformat"] is not JsonValue version || !version.TryGetValue(out int major) || major != 4)
        {
            throw new NotebookException("it is no notebook of nbformat 4: open it in a newer Jupyter and save it again.");
        }

        Language = FindLanguage(json["metadata"]);
        if (json["cells"] is not JsonArray cells || cells.Any(cell => cell is not JsonObject))
        {
            throw new NotebookException("it has no list of cells.");
        }

        _cells = [.. cells.Select((cell, index) => new NotebookCell(cell!.AsObject(), index + 1, Language))];
        foreach (var cell in _cells.Where(cell => cell.IsCode))
        {
            // Better to say now that a cell cannot be run than after those before it have.
            _ = cell.Language;
        }

        Upgrade(cells);
    }

    /// <summary>The file that it was read from.</summary>
    public string Path { get; }

    /// <summary>The folder of the file: what cells and pictures name their files from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The language of cells that name none.</summary>
    public CellLanguage Language { get; }

    /// <summary>All cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>Its first heading, else the name of its file.</summary>
    public string Title => _cells
        .Where(cell => cell.Type == "markdown")
        .SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim()
        ?? System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a notebook.</summary>
    /// <param name="path">An .ipynb or .dib file.</param>
    /// <param name="part">Of a .dib file in two languages, only this one (see <see cref="BilingualSource"/>); null for all of it.</param>
    /// <exception cref="NotebookException">It cannot be read or is not a notebook that can be run here.</exception>
    public static Notebook Load(string path, CellLanguage? part = null)
    {
        try
        {
            var text = Decode(BoundedFile.Read(path, BoundedFile.LargestNotebook));
            return System.IO.Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".DIB" when part is { } language => new Notebook(path, BilingualSource.Select(DibDocument.ToNotebook(text), language), indentation: 1),
                ".DIB" => new Notebook(path, DibDocument.ToNotebook(text), indentation: 1),
                ".IPYNB" when NotebookJson.Parse(text) is JsonObject json => new Notebook(path, json, NotebookJson.Indentation(text)),
                ".IPYNB" => throw new NotebookException("it is no notebook: its JSON is no object."),
                _ => throw new NotebookException("a notebook's name ends in .ipynb or .dib."),
            };
        }
        catch (NotebookException exception)
        {
            throw new NotebookException($"{path}: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new NotebookException($"{path}: it is not valid JSON: {ForeignText.Show(exception.Message, 300)}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json's word for a number where an object belongs.
            throw new NotebookException($"{path}: it does not have the form of a notebook: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Adds a code cell behind another one.</summary>
    /// <param name="cell">The cell before it.</param>
    /// <param name="source">Its code, in the language of <paramref name="cell"/>.</param>
    /// <param name="tag">Its tag.</param>
    public void InsertAfter(NotebookCell cell, string source, string tag)
    {
        var cells = _json["cells"]!.AsArray();
        var json = CreateCell("code", source, cell.Language);
        json["metadata"]!["tags"] = new JsonArray(tag);
        SetId(json, IdOf(Ids(cells), cell.Number, source));
        cells.Insert(cell.Number, json);
        _cells.Clear();
        _cells.AddRange(cells.Select((item, index) => new NotebookCell(item!.AsObject(), index + 1, Language)));
    }

    /// <summary>Writes the notebook as .ipynb, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.Write(
        path, stream => stream.Write(Encoding.UTF8.GetBytes(NotebookJson.Write(_json, _indentation) + '\n')));

    /// <summary>A cell in nbformat, with its language named in the way of each notebook host.</summary>
    /// <param name="type"><c>code</c> or <c>markdown</c>.</param>
    /// <param name="source">Its text.</param>
    /// <param name="language">What it is written in.</param>
    public static JsonObject CreateCell(string type, string source, CellLanguage language)
    {
        var cell = new JsonObject { ["cell_type"] = type };
        if (type != "code")
        {
            cell["metadata"] = new JsonObject();
            cell["source"] = NotebookJson.Lines(source);
            return cell;
        }

        cell["execution_count"] = null;
        cell["metadata"] = new JsonObject
        {
            ["dotnet_interactive"] = new JsonObject { ["language"] = language.KernelName() },
            ["polyglot_notebook"] = new JsonObject { ["kernelName"] = language.KernelName() },
        };
        cell["outputs"] = new JsonArray();
        cell["source"] = NotebookJson.Lines(source);
        return cell;
    }

    private static string Decode(byte[] content)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(content), s_strictUtf8);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotebookException("it is not UTF-8 text: save it in that encoding.", exception);
        }
    }

    private static CellLanguage FindLanguage(JsonNode? metadata)
    {
        string?[] names =
        [
            NotebookJson.Text(metadata?["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"]),
            NotebookJson.Text(metadata?["kernelspec"]?["name"]),
            NotebookJson.Text(metadata?["kernelspec"]?["language"]),
            NotebookJson.Text(metadata?["language_info"]?["name"]),
        ];
        return names.Select(CellLanguages.Find).FirstOrDefault(language => language is not null)
            ?? throw new NotebookException(names.OfType<string>().FirstOrDefault() is { } name
                ? $"it is written in {ForeignText.Show(name)}; here {CellLanguages.Known} cells are run."
                : "it does not say which language it is written in: its metadata has no kernelspec.");
    }

    /// <summary>nbformat 4.5 wants an id for every cell; those without get one that depends on nothing but the notebook.</summary>
    private void Upgrade(JsonArray cells)
    {
        if (_json["nbformat_minor"] is JsonValue minor && minor.TryGetValue(out int version) && version >= MinorVersion)
        {
            return;
        }

        _json["nbformat_minor"] = MinorVersion;
        var ids = Ids(cells);
        for (var i = 0; i < cells.Count; i++)
        {
            var id = IdOf(ids, i, _cells[i].Source);
            ids.Add(id);
            SetId(cells[i]!.AsObject(), id);
        }
    }

    /// <summary>Puts the id where Jupyter, which sorts, would.</summary>
    private static void SetId(JsonObject cell, string id)
    {
        cell.Remove("id");
        cell.Insert(cell.Count(member => string.CompareOrdinal(member.Key, "id") < 0), "id", id);
    }

    private static HashSet<string> Ids(JsonArray cells) => [.. cells.Select(cell => NotebookJson.Text(cell?["id"])).OfType<string>()];

    /// <summary>An id that no other cell has.</summary>
    private static string IdOf(HashSet<string> taken, int index, string source)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{index}/{source}");
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
        return taken.Contains(id) ? id + taken.Count.ToString(CultureInfo.InvariantCulture) : id;
    }
}
