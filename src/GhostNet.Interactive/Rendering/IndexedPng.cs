using System.Buffers.Binary;
using System.IO.Compression;

namespace GhostNet.Interactive.Rendering;

/// <summary>PNG pictures of one byte per pixel: the number of a colour in a palette.</summary>
/// <remarks>
/// Skia writes four bytes per pixel. For a noisy feature map the file is then more than twice as large, and 64 of them would
/// break the bound of a page. Source: PNG specification, third edition (W3C 2025), sections 5 and 11.2.
/// </remarks>
internal static class IndexedPng
{
    private static readonly uint[] s_crcs = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    /// <summary>The picture as <c>data:</c> address, for the <c>src</c> of an <c>img</c>.</summary>
    /// <param name="pixels">A colour's number for each pixel, row by row.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="palette">Red, green and blue of each colour.</param>
    /// <param name="hasGaps">True when the last colour of the palette is not to be seen at all.</param>
    public static string DataAddress(ReadOnlySpan<byte> pixels, int width, int height, ReadOnlySpan<byte> palette, bool hasGaps = false)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);

        // Eight bits per pixel, colours from a palette; the usual compression and filter, rows from top to bottom.
        Span<byte> header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, palette);
        if (hasGaps)
        {
            // The opacity of each colour.
            WriteChunk(png, "tRNS"u8, [.. Enumerable.Repeat(byte.MaxValue, (palette.Length / 3) - 1), 0]);
        }

        WriteChunk(png, "IDAT"u8, Compressed(pixels, width, height));
        WriteChunk(png, "IEND"u8, []);
        return "data:image/png;base64," + Convert.ToBase64String(png.GetBuffer().AsSpan(0, (int)png.Length));
    }

    private static ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var rows = new byte[(width + 1) * height];
        for (var y = 0; y < height; y++)
        {
            // The byte before a row names its filter: none, since neighbours of a palette are no neighbours in colour.
            pixels.Slice(y * width, width).CopyTo(rows.AsSpan(y * (width + 1) + 1));
        }

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            crc = s_crcs[(crc ^ next) & 255] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOfByte(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }

        return crc;
    }
}
