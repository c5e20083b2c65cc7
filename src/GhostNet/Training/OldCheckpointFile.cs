using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.IO;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Reads checkpoints of version 0.1.0. They are not written any more.</summary>
/// <remarks>
/// 32 bytes: "GHOSTCKP", version (uint32), zero (uint32), length of the JSON (int64), length of the tensors (int64). Then the
/// JSON, the tensors' bytes one after the other, and the SHA-256 of all that. Numbers are little-endian.
/// Nothing that the file claims is used before lengths and checksum agree.
/// </remarks>
internal static class OldCheckpointFile
{
    private const uint Version = 1;
    private const int PrefixLength = 32;
    private const string RandomStateName = "random.cpu";
    private const string EpochLossesName = "epoch.losses";

    private static ReadOnlySpan<byte> Magic => "GHOSTCKP"u8;

    /// <summary>Whether a file begins like such a checkpoint.</summary>
    public static bool IsOne(MappedFile file) => file.Length >= Magic.Length && file.Bytes(0, Magic.Length).SequenceEqual(Magic);

    /// <summary>Reads the JSON part after checking the whole file.</summary>
    /// <exception cref="WeightFileException">The file is damaged.</exception>
    public static CheckpointContent Read(MappedFile file)
    {
        var jsonLength = ReadPrefix(file);
        VerifyChecksum(file);
        var old = ReadJson(file, jsonLength);
        var tensors = Tensors(file, old.Tensors, file.Length - PrefixLength - SHA256.HashSizeInBytes - jsonLength);
        var random = tensors.FirstOrDefault(static entry => entry is { Name: RandomStateName, Type.Type: ScalarType.Byte, Shape.Length: 1 })
            ?? throw file.Damaged(PrefixLength, $"it has no {RandomStateName}");
        var header = new CheckpointHeader(
            old.LibraryVersion,
            old.Options,
            old.ModelType,
            new NetworkDescription { Spec = old.ModelConfig is { } options ? new ModelSpec(old.ModelType, options) : null },
            old.Data,
            new CheckpointPosition(old.Epoch, old.Step, old.GlobalStep, old.StepsPerEpoch, old.EpochSeconds, old.EpochCorrect),
            old.History,
            file.Bytes(PrefixLength + jsonLength + random.Begin, (int)(random.End - random.Begin)).ToArray(),
            PartStates.None);
        return new CheckpointContent(
            header,
            [.. tensors.Where(entry => entry != random).Select(static entry => entry.Name == EpochLossesName ? entry with { Name = PartStates.EpochLossesName } : entry)],
            PrefixLength + jsonLength,
            IsOldFormat: true);
    }

    /// <summary>The step at which a checkpoint was written, without reading the whole file.</summary>
    /// <exception cref="WeightFileException">The file is damaged.</exception>
    public static long PeekStep(MappedFile file) => ReadJson(file, ReadPrefix(file)).GlobalStep;

    private static long ReadPrefix(MappedFile file)
    {
        if (file.Length < PrefixLength + SHA256.HashSizeInBytes)
        {
            throw file.Damaged(0, $"the file has {file.Length} bytes, fewer than any checkpoint: it was cut off");
        }

        var prefix = file.Bytes(0, PrefixLength);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (version != Version)
        {
            throw file.Damaged(8, $"it has version {version}, but the only one that begins with GHOSTCKP is {Version}");
        }

        var jsonLength = BinaryPrimitives.ReadInt64LittleEndian(prefix[16..]);
        var dataLength = BinaryPrimitives.ReadInt64LittleEndian(prefix[24..]);
        var content = file.Length - PrefixLength - SHA256.HashSizeInBytes;
        if (jsonLength < 2 || jsonLength > Math.Min(content, CheckpointFile.MaxJsonLength))
        {
            throw file.Damaged(16, $"it claims {jsonLength} bytes of JSON in a file of {file.Length} bytes, but may have {CheckpointFile.MaxJsonLength}");
        }

        return dataLength == content - jsonLength
            ? jsonLength
            : throw file.Damaged(24, $"it claims {dataLength} bytes of tensors, but the file has {content - jsonLength}: it was cut off or changed");
    }

    private static void VerifyChecksum(MappedFile file)
    {
        var end = file.Length - SHA256.HashSizeInBytes;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        SafetensorsDigest.Append(hash, file, 0, end);
        if (!file.Bytes(end, SHA256.HashSizeInBytes).SequenceEqual(hash.GetHashAndReset()))
        {
            throw file.Damaged(end, SafetensorsDigest.Problem);
        }
    }

    private static OldCheckpointHeader ReadJson(MappedFile file, long length) =>
        CheckpointFile.Parse(file, PrefixLength, () =>
        {
            var json = JsonNode.Parse(file.Bytes(PrefixLength, (int)length));
            OldTrainingJson.Upgrade(json);
            return json.Deserialize(TrainingJson.OldHeader);
        });

    /// <summary>Checks the list of tensors: their bytes follow one another and fill the file.</summary>
    private static List<SafetensorsEntry> Tensors(MappedFile file, IReadOnlyList<OldTensorEntry> list, long dataLength)
    {
        var budget = new MemoryBudget(file);
        var names = new HashSet<string>();
        var entries = new List<SafetensorsEntry>();
        var end = 0L;
        foreach (var item in list)
        {
            budget.ChargeTensor();
            if (item is null)
            {
                throw Wrong("a tensor is null");
            }

            if (!names.Add(item.Name))
            {
                throw Wrong($"it has the tensor {ForeignText.Show(item.Name)} twice");
            }

            long[] shape = [.. item.Shape];
            if (TensorShape.Count(shape) is not { } count || ElementType.Of(item.Type) is not { } type || (Int128)count * type.Size != item.Bytes || item.Bytes > dataLength - end)
            {
                throw Wrong($"tensor {ForeignText.Show(item.Name)} claims {item.Bytes} bytes for shape [{ForeignText.Show(string.Join(", ", shape.Take(TensorShape.MaxRank)))}]");
            }

            entries.Add(new SafetensorsEntry(item.Name, type, shape, end, end + item.Bytes));
            end += item.Bytes;
        }

        return end == dataLength ? entries : throw Wrong($"its tensors take {end} bytes, but it has {dataLength}");

        WeightFileException Wrong(string problem) => file.Damaged(PrefixLength, problem);
    }
}
