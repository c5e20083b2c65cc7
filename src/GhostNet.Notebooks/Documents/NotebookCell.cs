using System.Text.Json.Nodes;
using GhostNet.IO;

namespace GhostNet.Notebooks.Documents;

/// <summary>A cell: a window on its part of the notebook's JSON, so that everything else in it stays as it was.</summary>
internal sealed class NotebookCell
{
    private readonly JsonObject _json;
    private readonly CellLanguage _notebookLanguage;

    /// <summary>Opens a cell.</summary>
    /// <param name="json">The cell's object in the notebook.</param>
    /// <param name="number">Its place in the notebook, from 1.</param>
    /// <param name="notebookLanguage">The language of cells that name none.</param>
    public NotebookCell(JsonObject json, int number, CellLanguage notebookLanguage)
    {
        _json = json;
        _notebookLanguage = notebookLanguage;
        Number = number;
        Type = json["cell_type"] is JsonValue type && type.TryGetValue(out string? name) && name is "code" or "markdown" or "raw"
            ? name!
            : throw new NotebookException($"cell {number} has no cell_type that nbformat knows (code, markdown or raw).");
        Source = json["source"] is { } source && NotebookJson.Text(source) is { } text
            ? text
            : throw new NotebookException($"cell {number} has no source: nbformat wants a text or a list of lines.");
    }

    /// <summary>Its place in the notebook, from 1.</summary>
    public int Number { get; }

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Type { get; }

    /// <summary>True when it is run.</summary>
    public bool IsCode => Type == "code";

    /// <summary>The text of the cell, lines ended by <c>\n</c>.</summary>
    public string Source { get; }

    /// <summary>The first line that says something, for messages and progress.</summary>
    public string FirstLine => Source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";

    /// <summary>The name of the language that a code cell names for itself, or null.</summary>
    public string? LanguageName =>
        NotebookJson.Text(_json["metadata"]?["polyglot_notebook"]?["kernelName"])
        ?? NotebookJson.Text(_json["metadata"]?["dotnet_interactive"]?["language"]);

    /// <summary>What a code cell is written in.</summary>
    /// <exception cref="NotebookException">It names a language that is not run here.</exception>
    public CellLanguage Language => LanguageName is not { } name
        ? _notebookLanguage
        : CellLanguages.Find(name) ?? throw new NotebookException($"cell {Number} is written in {ForeignText.Show(name)}; here {CellLanguages.Known} cells are run.");

    /// <summary>The cell's tags.</summary>
    public IEnumerable<string> Tags => _json["metadata"]?["tags"] is JsonArray tags ? tags.Select(NotebookJson.Text).OfType<string>() : [];

    /// <summary>The outputs of the cell's last run.</summary>
    public IEnumerable<JsonObject> Outputs => _json["outputs"] is JsonArray outputs ? outputs.OfType<JsonObject>() : [];

    /// <summary>How many cells had been run when this one was, itself included; null when it was not.</summary>
    public int? ExecutionCount => _json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    /// <summary>Files that came with the cell: base64 text by MIME type, by name.</summary>
    public JsonObject? Attachments => _json["attachments"] as JsonObject;

    /// <summary>Whether the outputs are those of this run; what a file holds is a stranger's.</summary>
    public bool WasRun { get; private set; }

    /// <summary>Stores the outputs of a run.</summary>
    /// <param name="executionCount">How many cells had been run, this one included; null when it was not.</param>
    /// <param name="outputs">nbformat outputs.</param>
    public void SetOutputs(int? executionCount, IEnumerable<JsonObject> outputs)
    {
        WasRun = executionCount is not null;
        _json["execution_count"] = executionCount;
        _json["outputs"] = new JsonArray([.. outputs]);
    }
}
