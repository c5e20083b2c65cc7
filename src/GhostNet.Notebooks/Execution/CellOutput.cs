using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

/// <summary>One output of a cell, as nbformat knows them.</summary>
internal abstract class CellOutput
{
    /// <summary>The output in nbformat.</summary>
    public abstract JsonObject ToJson();
}

/// <summary>Text that the cell wrote to the console.</summary>
/// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
internal sealed class StreamOutput(string name) : CellOutput
{
    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The text so far.</summary>
    public StringBuilder Text { get; } = new();

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["output_type"] = "stream",
        ["text"] = NotebookJson.Lines(Text.ToString()),
    };
}

/// <summary>A value that the cell showed; another may take its place.</summary>
/// <param name="displayId">Names the place.</param>
internal sealed class DisplayOutput(string displayId) : CellOutput
{
    /// <summary>Names the place.</summary>
    public string DisplayId { get; } = displayId;

    /// <summary>What is shown there now.</summary>
    public MimeBundle Bundle { get; set; } = new(new Dictionary<string, string>());

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["data"] = Bundle.ToJson(),
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };
}

/// <summary>The value of the cell.</summary>
/// <param name="executionCount">How many cells had been run, this one included.</param>
/// <param name="bundle">The value.</param>
internal sealed class ResultOutput(int executionCount, MimeBundle bundle) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["data"] = bundle.ToJson(),
        ["execution_count"] = executionCount,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };
}

/// <summary>Why the cell failed.</summary>
/// <param name="error">The error.</param>
internal sealed class ErrorOutput(CellError error) : CellOutput
{
    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. error.Trace.Select(line => JsonValue.Create(line))]),
    };
}
