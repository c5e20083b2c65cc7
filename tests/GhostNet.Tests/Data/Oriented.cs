using System.Buffers.Binary;
using GhostNet.Weights;
using SkiaSharp;

namespace GhostNet.Tests.Data;

/// <summary>Puts the EXIF note of how a camera was held into pictures.</summary>
internal static class Oriented
{
    /// <summary>A picture with a note.</summary>
    /// <param name="picture">A PNG, JPEG or lossless WebP file without one.</param>
    /// <param name="format">Which.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="orientation">1 to 8.</param>
    /// <param name="isLittle">The byte order of the note.</param>
    public static byte[] With(byte[] picture, SKEncodedImageFormat format, int width, int height, int orientation, bool isLittle = true)
    {
        byte[] exif = isLittle
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return format switch
        {
            // After the signature and IHDR.
            SKEncodedImageFormat.Png => [.. picture[..33], .. PngChunk("eXIf"u8, exif), .. picture[33..]],

            // After the marker of the beginning.
            SKEncodedImageFormat.Jpeg => [.. picture[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. picture[2..]],
            _ => Riff([.. "WEBP"u8, .. Chunk("VP8X"u8, [8, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)]), .. picture[12..], .. Chunk("EXIF"u8, exif)]),
        };
    }

    /// <summary>A chunk of a PNG file.</summary>
    public static byte[] PngChunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.End(Crc32.Append(Crc32.Start, chunk.AsSpan(4, content.Length + 4))));
        return chunk;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content) => [.. type, .. BitConverter.GetBytes(content.Length), .. content];

    private static byte[] Riff(byte[] content) => Chunk("RIFF"u8, content);

    private static byte[] Three(int number) => BitConverter.GetBytes(number)[..3];
}
