using System.Text.Json.Nodes;

namespace GhostNet.Notebooks.Execution;

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
