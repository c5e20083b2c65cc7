using System.Text;
using GhostNet.Weights;

namespace GhostNet.Tests.Weights;

/// <summary>A file in a <see cref="TestZip"/>.</summary>
internal sealed record TestZipItem(string Name, byte[] Content)
{
    /// <summary>0 is stored; others only claim to be compressed.</summary>
    public ushort Method { get; init; }

    /// <summary>Where the directory says that it is; null for the truth.</summary>
    public uint? HeaderOffset { get; init; }

    /// <summary>How long the directory says that it is; null for the truth.</summary>
    public uint? Length { get; init; }

    /// <summary>The checksum in the directory; null for the right one.</summary>
    public uint? Checksum { get; init; }
}

/// <summary>Writes zip archives by hand, also such as no library would.</summary>
internal static class TestZip
{
    private const uint Elsewhere = uint.MaxValue;

    public static byte[] Of(params TestZipItem[] items) => Of(zip64: false, comment: "", items);

    /// <param name="zip64">Tells every number where the format puts those of more than 32 bits.</param>
    /// <param name="comment">Follows the archive.</param>
    /// <param name="items">The files.</param>
    public static byte[] Of(bool zip64, string comment, params TestZipItem[] items)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var offsets = new List<uint>();
        foreach (var item in items)
        {
            offsets.Add((uint)stream.Position);
            writer.Write(0x04034b50);
            WriteCommon(item, extraLength: 0, item.Content.Length);
            writer.Write(Encoding.UTF8.GetBytes(item.Name));
            writer.Write(item.Content);
        }

        var directory = stream.Position;
        foreach (var (item, offset) in items.Zip(offsets))
        {
            var length = item.Length ?? (uint)item.Content.Length;
            writer.Write(0x02014b50);
            writer.Write((ushort)45);
            WriteCommon(item, zip64 ? 28 : 0, zip64 ? Elsewhere : length);
            writer.Write(new byte[10]);
            writer.Write(zip64 ? Elsewhere : item.HeaderOffset ?? offset);
            writer.Write(Encoding.UTF8.GetBytes(item.Name));
            if (zip64)
            {
                writer.Write((ushort)1);
                writer.Write((ushort)24);
                writer.Write((long)length);
                writer.Write((long)length);
                writer.Write((long)(item.HeaderOffset ?? offset));
            }
        }

        var end = stream.Position;
        if (zip64)
        {
            writer.Write(0x06064b50);
            writer.Write(44L);
            writer.Write(0x002d002d);
            writer.Write(0L);
            writer.Write((long)items.Length);
            writer.Write((long)items.Length);
            writer.Write(end - directory);
            writer.Write(directory);
            writer.Write(0x07064b50);
            writer.Write(0);
            writer.Write(end);
            writer.Write(1);
        }

        writer.Write(0x06054b50);
        writer.Write(0);
        writer.Write(zip64 ? ushort.MaxValue : (ushort)items.Length);
        writer.Write(zip64 ? ushort.MaxValue : (ushort)items.Length);
        writer.Write(zip64 ? Elsewhere : (uint)(end - directory));
        writer.Write(zip64 ? Elsewhere : (uint)directory);
        writer.Write((ushort)comment.Length);
        writer.Write(Encoding.ASCII.GetBytes(comment));
        return stream.ToArray();

        // The fields that a file's own header and the directory have in the same order.
        void WriteCommon(TestZipItem item, int extraLength, long length)
        {
            writer.Write((ushort)45);
            writer.Write((ushort)0);
            writer.Write(item.Method);
            writer.Write(0);
            writer.Write(item.Checksum ?? Crc32.End(Crc32.Append(Crc32.Start, item.Content)));
            writer.Write((uint)length);
            writer.Write((uint)length);
            writer.Write((ushort)Encoding.UTF8.GetByteCount(item.Name));
            writer.Write((ushort)extraLength);
        }
    }
}
