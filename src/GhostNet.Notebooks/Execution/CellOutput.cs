using System.Text.Json.Nodes;

namespace GhostNet.Notebooks.Execution;

/// <summary>One output of a cell, as nbformat knows them.</summary>
internal abstract class CellOutput
{
    /// <summary>The output in nbformat.</summary>
    public abstract JsonObject ToJson();
}
