using System.Collections.Frozen;

namespace GhostNet.Weights.Pickle;

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
