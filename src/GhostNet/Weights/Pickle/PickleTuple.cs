namespace GhostNet.Weights.Pickle;

/// <summary>A tuple of Python.</summary>
/// <param name="items">Its items.</param>
internal sealed class PickleTuple(params object?[] items)
{
    /// <summary>Its items.</summary>
    public object?[] Items { get; } = items;
}
