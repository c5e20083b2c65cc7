using System.Collections.Frozen;

namespace GhostNet.Weights.Pickle;

// What a pickle becomes. Numbers are long, BigInteger or double, text is string, booleans are bool, None is null.

/// <summary>A list of Python.</summary>
internal sealed class PickleList
{
    /// <summary>Its items.</summary>
    public List<object?> Items { get; } = [];
}

/// <summary>A tuple of Python.</summary>
/// <param name="items">Its items.</param>
internal sealed class PickleTuple(params object?[] items)
{
    /// <summary>Its items.</summary>
    public object?[] Items { get; } = items;
}

/// <summary>A dict, OrderedDict or defaultdict of Python: the items whose key is a string. Others, such as an optimizer's, name no weights.</summary>
internal sealed class PickleDict
{
    /// <summary>The items, in the file's order.</summary>
    public OrderedDictionary<string, object?> Items { get; } = [];
}

/// <summary>
/// Stands for anything else of Python: a class, a function, an object made by one, bytes, a set. Nothing is looked up, made
/// or run for it: it is only a name, and what the file puts into it is dropped.
/// </summary>
/// <param name="Name">Its name in Python, or that of what makes it.</param>
internal sealed record PickleUnknown(string Name)
{
    /// <summary>Whether it is a tensor, of a kind that is not read here.</summary>
    public bool IsTensor => Name.StartsWith("torch.", StringComparison.Ordinal)
        && (Name.EndsWith("Storage", StringComparison.Ordinal) || Name.Contains("._rebuild_", StringComparison.Ordinal));
}

/// <summary>Elements somewhere in the file, which one or more tensors use.</summary>
/// <param name="Key">What the file calls them.</param>
/// <param name="Type">What they are.</param>
/// <param name="Count">How many there are.</param>
internal sealed record StorageReference(string Key, ElementType Type, long Count);

/// <summary>A tensor, before its numbers are read.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">The first one's place in the storage.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">How far apart neighbours of each dimension are in the storage.</param>
internal sealed record TensorReference(StorageReference Storage, long Offset, long[] Shape, long[] Strides);

/// <summary>What a class or function of Python means here.</summary>
internal enum PickleGlobalKind
{
    Dict,
    Storage,
    RebuildTensor,
    RebuildParameter,
    RebuildFromType,
    Size,
    Device,
}

/// <summary>
/// A class or function of Python that has a meaning here. None is ever looked up by its name or run: each is a word that this
/// reader knows. All others are <see cref="PickleUnknown"/>.
/// </summary>
/// <param name="Kind">Its meaning.</param>
/// <param name="Type">What a storage class stores.</param>
internal sealed record PickleGlobal(PickleGlobalKind Kind, ElementType? Type = null)
{
    private static readonly FrozenDictionary<string, PickleGlobal> s_known = Known().ToFrozenDictionary();

    /// <summary>The meaning of a name, or null for an unknown one.</summary>
    public static PickleGlobal? Find(string name) => s_known.GetValueOrDefault(name);

    private static IEnumerable<KeyValuePair<string, PickleGlobal>> Known()
    {
        yield return new("collections.OrderedDict", new(PickleGlobalKind.Dict));
        yield return new("collections.defaultdict", new(PickleGlobalKind.Dict));
        yield return new("torch._utils._rebuild_tensor", new(PickleGlobalKind.RebuildTensor));
        yield return new("torch._utils._rebuild_tensor_v2", new(PickleGlobalKind.RebuildTensor));
        yield return new("torch._utils._rebuild_parameter", new(PickleGlobalKind.RebuildParameter));
        yield return new("torch._utils._rebuild_parameter_with_state", new(PickleGlobalKind.RebuildParameter));
        yield return new("torch._tensor._rebuild_from_type_v2", new(PickleGlobalKind.RebuildFromType));
        yield return new("torch.Size", new(PickleGlobalKind.Size));
        yield return new("torch.device", new(PickleGlobalKind.Device));
        foreach (var type in ElementType.All)
        {
            yield return new($"torch.{type.StorageName}", new(PickleGlobalKind.Storage, type));
            yield return new($"torch.cuda.{type.StorageName}", new(PickleGlobalKind.Storage, type));
        }
    }
}
