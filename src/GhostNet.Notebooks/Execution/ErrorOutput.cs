using System.Text.Json.Nodes;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

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
