using GhostNet.IO;

namespace GhostNet.Weights.Pickle;

/// <content>What a call and the description of a storage become.</content>
internal ref partial struct Unpickler
{
    /// <summary>What "call" yields: a dict, a tensor's description, or the unknown thing that would have to be run for more.</summary>
    private readonly object? Call(object?[] call) => call switch
    {
        [PickleUnknown unknown, PickleTuple] => unknown,
        [PickleGlobal { Kind: PickleGlobalKind.RebuildFromType }, PickleTuple { Items: [var function, _, var arguments, ..] }] =>
            function is PickleGlobal { Kind: PickleGlobalKind.RebuildFromType }
                ? throw Wrong("a tensor of a type is rebuilt from another one")
                : Call([function, arguments]),
        [PickleGlobal function, PickleTuple { Items: var arguments }] => Rebuild(function.Kind, arguments),
        _ => throw Wrong("something is called that is not a function"),
    };

    private readonly object? Rebuild(PickleGlobalKind kind, object?[] arguments) => (kind, arguments) switch
    {
        (PickleGlobalKind.Dict, [] or [null or PickleUnknown]) => new PickleDict(),
        (PickleGlobalKind.RebuildTensor, [StorageReference storage, long offset, PickleTuple shape, PickleTuple strides, ..]) =>
            RebuildTensor(storage, offset, Numbers(shape), Numbers(strides)),
        (PickleGlobalKind.RebuildTensor, [PickleUnknown storage, ..]) => storage,
        (PickleGlobalKind.RebuildParameter, [TensorReference or PickleUnknown, ..]) => arguments[0],
        (PickleGlobalKind.Size, [PickleTuple shape]) => shape,
        (PickleGlobalKind.Device, [string device, ..]) => device,
        _ => throw Wrong($"{kind} is called with arguments that it does not take"),
    };

    private readonly long[] Numbers(PickleTuple tuple)
    {
        _budget.Charge(ItemCost + (sizeof(long) * tuple.Items.Length));
        return tuple.Items.Length <= TensorShape.MaxRank && tuple.Items.All(static item => item is long)
            ? [.. tuple.Items.Cast<long>()]
            : throw Wrong($"a shape is no tuple of at most {TensorShape.MaxRank} whole numbers");
    }

    private readonly TensorReference RebuildTensor(StorageReference storage, long offset, long[] shape, long[] strides)
    {
        if (TensorShape.Count(shape) is not { } count || shape.Length != strides.Length || strides.Any(static stride => stride < 0) || offset < 0)
        {
            throw Wrong($"no tensor has the shape {TensorShape.Text(shape)}, the strides {TensorShape.Text(strides)} and the offset {offset}");
        }

        // The place of the last number. The product of the lengths is below 2^63, and so is each stride: the sum fits.
        var last = (Int128)offset;
        for (var i = 0; i < shape.Length; i++)
        {
            last += (Int128)(shape[i] - 1) * strides[i];
        }

        return count == 0 || last < storage.Count
            ? new TensorReference(storage, offset, shape, strides)
            : throw Wrong($"a tensor of shape {TensorShape.Text(shape)} reaches number {last} of a storage of {storage.Count}");
    }

    /// <summary>
    /// A storage is ("storage", class, key, device, count), and in the older format a sixth item: None, or for a part of
    /// another storage (key, offset, count).
    /// </summary>
    private readonly object ReadStorage(object? id)
    {
        if (id is PickleTuple { Items: ["storage", PickleUnknown unknown, ..] })
        {
            return unknown;
        }

        if (id is not PickleTuple { Items: ["storage", PickleGlobal { Type: { } type }, string key, string, long count and >= 0, .. var rest] })
        {
            throw Wrong("a storage is not described as PyTorch does, or has a type that is not read here");
        }

        if (rest is not ([] or [null]))
        {
            throw Wrong("a storage is a part of another one, as only the first versions of PyTorch wrote; write the file anew with a later one");
        }

        _budget.Charge(ItemCost);
        var storage = new StorageReference(key, type, count);
        if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
        {
            throw Wrong($"the storage {ForeignText.Show(key)} is described in two ways");
        }

        return _storages[key];
    }
}
