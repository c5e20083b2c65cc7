using System.Buffers.Binary;
using SkiaSharp;

namespace GhostNet.Data;

/// <summary>The orientation in the chunk eXIf of a PNG file, which the decoder ignores.</summary>
/// <remarks>Source: PNG specification, third edition, section 11.3.4.5; EXIF 2.32, section 4.6.4 (tag 0x0112).</remarks>
internal static class PngOrientation
{
    private const int SignatureLength = 8;
    private const int ChunkOverhead = 12;
    private const int EntryLength = 12;
    private const ushort Orientation = 0x0112;
    private const ushort Short = 3;

    /// <summary>The orientation that a file states, or null.</summary>
    /// <param name="png">The file.</param>
    public static SKEncodedOrigin? Of(ReadOnlySpan<byte> png)
    {
        for (var rest = png[Math.Min(SignatureLength, png.Length)..]; rest.Length >= ChunkOverhead;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkOverhead)
            {
                return null;
            }

            if (rest.Slice(4, 4).SequenceEqual("eXIf"u8))
            {
                return OfExif(rest.Slice(8, (int)length));
            }

            rest = rest[(ChunkOverhead + (int)length)..];
        }

        return null;
    }

    private static SKEncodedOrigin? OfExif(ReadOnlySpan<byte> exif)
    {
        // The prefix of JPEG, which some programs write here although the specification has none.
        exif = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var isLittle = exif.StartsWith("II*\0"u8);
        if ((!isLittle && !exif.StartsWith("MM\0*"u8)) || exif.Length < 8 || ReadNumber(exif[4..], isLittle) is var start && start > exif.Length - 2)
        {
            return null;
        }

        var entries = exif[((int)start + 2)..];
        for (int left = ReadShort(exif[(int)start..], isLittle); left > 0 && entries.Length >= EntryLength; left--, entries = entries[EntryLength..])
        {
            if (ReadShort(entries, isLittle) == Orientation && ReadShort(entries[2..], isLittle) == Short
                && ReadShort(entries[8..], isLittle) is var value and >= 1 and <= 8)
            {
                return (SKEncodedOrigin)value;
            }
        }

        return null;
    }

    private static ushort ReadShort(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint ReadNumber(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
