using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The file format of a checkpoint.</summary>
/// <remarks>
/// 32 bytes: "GHOSTCKP", version (uint32), zero (uint32), length of the JSON (int64), length of the tensors (int64). Then the
/// JSON, the tensors' bytes one after the other, and the SHA-256 of all that. Numbers are little-endian.
/// Nothing that the file claims is used before lengths and checksum agree.
/// </remarks>
internal static class CheckpointFile
{
    private const uint Version = 1;
    private const int PrefixLength = 32;

    /// <summary>The objects made from the JSON take up to twelve times as much memory. 16 MB hold about sixty thousand epochs.</summary>
    private const int MaxJsonLength = 16 << 20;

    private static ReadOnlySpan<byte> Magic => "GHOSTCKP"u8;

    /// <summary>Writes a checkpoint whole or not at all.</summary>
    public static void Write(string path, CheckpointHeader header, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var contents = tensors.Select(item => (Name: item.Key, Tensor: item.Value.detach().cpu().contiguous())).ToList();
        var entries = contents.ConvertAll(item => new TensorEntry(
            item.Name, item.Tensor.dtype, item.Tensor.shape, item.Tensor.numel() * item.Tensor.element_size()));
        var json = JsonSerializer.SerializeToUtf8Bytes(header with { Tensors = entries }, TrainingJson.Header);

        if (json.Length > MaxJsonLength)
        {
            throw new CheckpointException(
                $"{path} was not written: the history and the names take {json.Length} bytes of JSON, but at most {MaxJsonLength} can be read back. Train for fewer epochs.");
        }

        var prefix = new byte[PrefixLength];
        Magic.CopyTo(prefix);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(16), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(24), entries.Sum(entry => entry.Bytes));

        AtomicFile.Write(path, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(prefix);
            Append(json);
            foreach (var (_, tensor) in contents)
            {
                Append(tensor.bytes);
            }

            stream.Write(hash.GetHashAndReset());

            void Append(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                stream.Write(bytes);
            }
        });
    }

    /// <summary>Reads the JSON part after checking the whole file.</summary>
    public static (CheckpointHeader Header, long DataOffset) Read(string path) => Open(path, stream =>
    {
        var (jsonLength, dataLength) = ReadPrefix(path, stream);
        VerifyChecksum(path, stream);
        var header = ReadJson(path, stream, jsonLength);
        return CheckpointCheck.Fault(header, dataLength) is { } fault
            ? throw Damaged(path, PrefixLength, fault)
            : (header, PrefixLength + jsonLength);
    });

    /// <summary>The step at which a checkpoint was written, without reading the whole file; null when it is damaged.</summary>
    public static long? PeekStep(string path)
    {
        try
        {
            return Open(path, stream => ReadJson(path, stream, ReadPrefix(path, stream).JsonLength).GlobalStep);
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    /// <summary>Reads one tensor onto the CPU.</summary>
    public static Tensor ReadTensor(string path, TensorEntry entry, long offset) => Open(path, stream =>
    {
        var tensor = empty([.. entry.Shape], entry.Type);
        stream.Position = offset;
        stream.ReadExactly(tensor.bytes);
        return tensor;
    });

    private static T Open<T>(string path, Func<FileStream, T> read)
    {
        if (Directory.Exists(path))
        {
            throw new CheckpointException($"{path} is a folder, not a checkpoint.");
        }

        try
        {
            using var stream = RegularFile.Length(path) > 0 ? RegularFile.Open(path) : throw Damaged(path, 0, RegularFile.Problem);
            return read(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static (long JsonLength, long DataLength) ReadPrefix(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        var length = stream.Length;
        if (length < PrefixLength + SHA256.HashSizeInBytes)
        {
            throw Damaged(path, 0, $"the file has {length} bytes, fewer than any checkpoint: it was cut off");
        }

        stream.ReadExactly(prefix);
        if (!prefix[..8].SequenceEqual(Magic))
        {
            throw new CheckpointException($"{path} is not a checkpoint: it does not begin with GHOSTCKP.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        if (version != Version)
        {
            throw new CheckpointException(
                $"{path} has checkpoint version {version} (offset 8), but this library reads version {Version}: use the library that wrote it.");
        }

        var jsonLength = BinaryPrimitives.ReadInt64LittleEndian(prefix[16..]);
        var dataLength = BinaryPrimitives.ReadInt64LittleEndian(prefix[24..]);
        var content = length - PrefixLength - SHA256.HashSizeInBytes;
        if (jsonLength < 2 || jsonLength > Math.Min(content, MaxJsonLength))
        {
            throw Damaged(path, 16, $"it claims {jsonLength} bytes of JSON in a file of {length} bytes, but may have {MaxJsonLength}");
        }

        return dataLength == content - jsonLength
            ? (jsonLength, dataLength)
            : throw Damaged(path, 24, $"it claims {dataLength} bytes of tensors, but the file has {content - jsonLength}: it was cut off or changed");
    }

    private static void VerifyChecksum(string path, FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        stream.Position = 0;
        for (var left = stream.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }

        var offset = stream.Position;
        Span<byte> wanted = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(wanted);
        if (!wanted.SequenceEqual(hash.GetHashAndReset()))
        {
            throw Damaged(path, offset, "its content does not have the checksum that is written there");
        }
    }

    private static CheckpointHeader ReadJson(string path, FileStream stream, long length)
    {
        var json = new byte[length];
        stream.Position = PrefixLength;
        stream.ReadExactly(json);
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Header) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new CheckpointException(
                $"{path} is damaged at offset {PrefixLength}: its JSON is not a checkpoint's: {ForeignText.Show(exception.Message, 300)}", exception);
        }
    }

    private static CheckpointException Damaged(string path, long offset, string what) =>
        new($"{path} is damaged at offset {offset}: {what}. Use another checkpoint.");
}
