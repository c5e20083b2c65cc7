namespace GhostNet.Weights.Pickle;

/// <summary>A dict, OrderedDict or defaultdict of Python: the items whose key is a string. Others, such as an optimizer's, name no weights.</summary>
internal sealed class PickleDict
{
    /// <summary>The items, in the file's order.</summary>
    public OrderedDictionary<string, object?> Items { get; } = [];
}
