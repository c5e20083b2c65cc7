namespace GhostNet.Weights.Pickle;

/// <summary>A list of Python.</summary>
internal sealed class PickleList
{
    /// <summary>Its items.</summary>
    public List<object?> Items { get; } = [];
}
