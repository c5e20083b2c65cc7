using GhostNet.IO;
using GhostNet.Weights.Pickle;

namespace GhostNet.Weights;

/// <summary>A file of <c>torch.save</c> of PyTorch 1.6 or later: a zip archive with <c>data.pkl</c> and a file for each storage.</summary>
internal static class TorchArchive
{
    /// <summary>The name of the network's description: it is one of the extra files, which PyTorch's own reader ignores.</summary>
    public const string DescriptionName = "extra/ghostnet.json";

    private const string PickleName = "/data.pkl";

    /// <summary>Reads the description of the tensors; their values are only located.</summary>
    public static TorchFileContent Read(MappedFile file, MemoryBudget budget)
    {
        var directory = ZipDirectory.Read(file, budget);
        var pickles = directory.Names
            .Where(name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - PickleName.Length)
            .ToList();
        if (pickles is not [var pickleName])
        {
            throw new WeightFileException($"{file.Path} is a zip archive, but not of PyTorch: it has {pickles.Count} files named data.pkl in a folder, instead of one.");
        }

        var folder = pickleName[..^PickleName.Length];
        if (directory.Find($"{folder}/byteorder") is { } order && !file.Bytes(order.Offset, (int)Math.Min(order.Length, 6)).SequenceEqual("little"u8))
        {
            throw new WeightFileException($"{file.Path} was written on a big-endian machine. Write it again on a little-endian machine.");
        }

        var pickle = directory.Find(pickleName)!;
        directory.Verify(pickle);
        var root = Unpickler.Read(file, pickle.Offset, pickle.Length, budget);
        return new TorchFileContent(root.Value, storage =>
        {
            var entry = directory.Find($"{folder}/data/{storage.Key}") ?? throw file.Damaged(pickle.Offset, $"the storage {ForeignText.Show(storage.Key)} is not in the archive");
            if (entry.Length != (Int128)storage.Count * storage.Type.Size)
            {
                throw file.Damaged(entry.Offset, $"the storage {ForeignText.Show(storage.Key)} has {entry.Length} bytes, but should have {storage.Count} numbers of {storage.Type.Size}");
            }

            directory.Verify(entry);
            return entry.Offset;
        }, ReadDescription(file, directory, $"{folder}/{DescriptionName}", budget));
    }

    private static NetworkDescription? ReadDescription(MappedFile file, ZipDirectory directory, string name, MemoryBudget budget)
    {
        if (directory.Find(name) is not { } entry)
        {
            return null;
        }

        directory.Verify(entry);
        return NetworkDescription.Read(file, entry.Offset, file.Bytes(entry.Offset, (int)Math.Min(entry.Length, int.MaxValue)), budget);
    }
}
