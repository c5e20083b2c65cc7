using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Execution;

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
