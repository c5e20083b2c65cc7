using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using GhostNet.IO;
using GhostNet.Weights.Pickle;

namespace GhostNet.Weights;

/// <summary>
/// A file of <c>torch.save</c> before PyTorch 1.6: five pickles (a magic number, a version, the machine, the content, the keys of the
/// storages), then each storage as its length and its elements.
/// </summary>
internal static class LegacyTorchFile
{
    private const long Version = 1001;

    private static readonly BigInteger s_magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Reads the description of the tensors; their values are only located.</summary>
    public static TorchFileContent Read(MappedFile file, MemoryBudget budget)
    {
        var position = 0L;
        if (Next().Value is not BigInteger magic || magic != s_magic)
        {
            throw new WeightFileException($"{file.Path} is a pickle, but not one that torch.save wrote.");
        }

        if (Next().Value is not Version)
        {
            throw new WeightFileException($"{file.Path} has another version of PyTorch's older format than {Version}, the only one there was.");
        }

        if (Next().Value is not PickleDict machine || machine.Items.GetValueOrDefault("little_endian") is not true)
        {
            throw new WeightFileException($"{file.Path} was written on a big-endian machine. Write it again on a little-endian machine.");
        }

        var root = Next();
        if (Next().Value is not PickleList keys)
        {
            throw file.Damaged(position, "the list of storages is missing");
        }

        var offsets = Locate(file, position, keys, root.Storages);
        return new TorchFileContent(root.Value, storage => offsets.TryGetValue(storage.Key, out var offset)
            ? offset
            : throw file.Damaged(position, $"the storage {ForeignText.Show(storage.Key)} is not in the file"));

        Unpickled Next()
        {
            var read = Unpickler.Read(file, position, file.Length - position, budget);
            position = read.End;
            return read;
        }
    }

    /// <summary>Where the elements of each storage begin. The storages fill the file to its end.</summary>
    private static Dictionary<string, long> Locate(
        MappedFile file, long position, PickleList keys, IReadOnlyDictionary<string, StorageReference> storages)
    {
        var offsets = new Dictionary<string, long>();
        foreach (var item in keys.Items)
        {
            if (item is not string key || !storages.TryGetValue(key, out var storage) || !offsets.TryAdd(key, position + sizeof(long)))
            {
                throw file.Damaged(position, $"the storage {ForeignText.Show(item as string)} is there twice, or no tensor uses it");
            }

            var count = BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(position, sizeof(long)));
            var length = (Int128)storage.Count * storage.Type.Size;
            if (count != storage.Count || length > file.Length - position - sizeof(long))
            {
                throw file.Damaged(position, $"the storage {ForeignText.Show(key)} has {count} numbers, but should have {storage.Count}, and {file.Length - position} bytes are left");
            }

            position += sizeof(long) + (long)length;
        }

        return position == file.Length
            ? offsets
            : throw file.Damaged(position, $"{file.Length - position} bytes follow the last storage");
    }
}
