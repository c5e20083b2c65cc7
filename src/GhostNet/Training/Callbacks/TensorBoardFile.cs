using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace GhostNet.Training;

/// <summary>A file of events as TensorBoard reads it.</summary>
/// <remarks>
/// A record is a length (int64), its checksum, that many bytes of protobuf, and theirs; numbers are little-endian. Source: TensorFlow,
/// <c>lib/io/record_writer.h</c> and <c>lib/hash/crc32c.h</c>. TorchSharp's writer keeps the time to two minutes and a step to 31 bits.
/// </remarks>
internal sealed class TensorBoardFile
{
    private const string Prefix = "events.out.tfevents.", Suffix = ".ghostnet";
    private const int LengthBytes = sizeof(ulong), ChecksumBytes = sizeof(uint);

    /// <summary>TensorBoard takes a file for a new kind by the first event.</summary>
    private const string Version = "brain.Event:2";

    /// <summary>What is added to a checksum, so that one of data that hold checksums is as good as another.</summary>
    private const uint Mask = 0xA282EAD8;

    private readonly string _path;

    /// <summary>Begins a file. TensorBoard reads those of a folder in the order of their names, so it is named after the time.</summary>
    /// <param name="folder">Created if needed.</param>
    public TensorBoardFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var now = DateTimeOffset.UtcNow;
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{now.ToUnixTimeSeconds():D10}.{now.Ticks % TimeSpan.TicksPerSecond:D7}{Suffix}");
        _path = Path.Combine(folder, name);
        Write(new Event { FileVersion = Version });
    }

    /// <summary>Appends a number. Readers see it at once.</summary>
    public void Write(string tag, double value, long step)
    {
        var summary = new Summary();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Cuts off the files of a folder where events begin that are not wanted, or what was written when a process was killed.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="isWanted">Whether the events of a tag and a step stay.</param>
    public static void Cut(string folder, Func<string, long, bool> isWanted)
    {
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, Prefix + "*" + Suffix) : [])
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var end = 0L;
            for (var entry = Read(file); entry is not null && (entry.Summary?.Value ?? []).All(value => isWanted(value.Tag, entry.Step)); entry = Read(file))
            {
                end = file.Position;
            }

            if (end < file.Length)
            {
                file.SetLength(end);
            }
        }
    }

    private void Write(Event entry)
    {
        entry.WallTime = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        var data = entry.ToByteArray();
        var record = new byte[LengthBytes + ChecksumBytes + data.Length + ChecksumBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), Checksum(record.AsSpan(0, LengthBytes)));
        data.CopyTo(record, LengthBytes + ChecksumBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - ChecksumBytes), Checksum(data));
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(record);
    }

    /// <summary>The next event; null at the end, or where a record is not whole.</summary>
    private static Event? Read(FileStream file)
    {
        var head = new byte[LengthBytes + ChecksumBytes];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !IsWhole(head))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(head);
        if (length < 0 || length > file.Length - file.Position - ChecksumBytes)
        {
            return null;
        }

        var data = new byte[length + ChecksumBytes];
        file.ReadExactly(data);
        return IsWhole(data) ? Event.Parser.ParseFrom(data, 0, (int)length) : null;
    }

    /// <summary>Whether bytes end with the checksum of those before it.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumBytes..]) == Checksum(bytes[..^ChecksumBytes]);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + Mask;
    }
}
