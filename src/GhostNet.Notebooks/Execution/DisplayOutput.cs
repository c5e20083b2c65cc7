using System.Text.Json.Nodes;

namespace GhostNet.Notebooks.Execution;

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
