using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GhostNet.Data;

/// <summary>Takes pixels apart into one plane per channel.</summary>
internal static class PixelPlanes
{
    /// <summary>The luma of ITU-R BT.601, in PIL's arithmetic.</summary>
    public static byte Luma(int red, int green, int blue) => (byte)(((red * 19595) + (green * 38470) + (blue * 7471) + 0x8000) >> 16);

    /// <summary>The luma of a whole image.</summary>
    /// <param name="planes">The image, <c>[3, H, W]</c>.</param>
    /// <param name="luma">Takes it, <c>[H, W]</c>.</param>
    public static void ToLuma(ReadOnlySpan<byte> planes, Span<byte> luma)
    {
        ReadOnlySpan<byte> green = planes[luma.Length..], blue = planes[(2 * luma.Length)..];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = Luma(planes[i], green[i], blue[i]);
        }
    }

    /// <summary>Writes a row of pixels.</summary>
    /// <param name="pixels">Red, green and blue of each.</param>
    /// <param name="planes">All planes.</param>
    /// <param name="channels">3 for one plane per colour, 1 for the luma alone.</param>
    /// <param name="at">Where in a plane the row begins.</param>
    /// <param name="planeSize">Bytes of a plane.</param>
    public static void Write(ReadOnlySpan<byte> pixels, Span<byte> planes, int channels, int at, int planeSize)
    {
        var count = pixels.Length / Picture.Channels;
        var first = planes.Slice(at, count);
        if (channels == 1)
        {
            for (var i = 0; i < count; i++)
            {
                first[i] = Luma(pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]);
            }

            return;
        }

        Split(pixels, first, planes.Slice(planeSize + at, count), planes.Slice((2 * planeSize) + at, count));
    }

    /// <summary>Sixteen pixels at a time: three vectors are shuffled into each plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Split(ReadOnlySpan<byte> pixels, Span<byte> red, Span<byte> green, Span<byte> blue)
    {
        const byte No = 255;
        var step = Vector128<byte>.Count;
        ref var from = ref MemoryMarshal.GetReference(pixels);
        var i = 0;
        for (; i <= red.Length - step; i += step)
        {
            var a = Vector128.LoadUnsafe(ref from, (nuint)(3 * i));
            var b = Vector128.LoadUnsafe(ref from, (nuint)((3 * i) + step));
            var c = Vector128.LoadUnsafe(ref from, (nuint)((3 * i) + (2 * step)));
            (Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, No, 2, 5, 8, 11, 14, No, No, No, No, No))
                | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, 1, 4, 7, 10, 13))).CopyTo(red[i..]);
            (Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, No, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, 0, 3, 6, 9, 12, 15, No, No, No, No, No))
                | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, No, 2, 5, 8, 11, 14))).CopyTo(green[i..]);
            (Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, No, No, No, No, No, No, No, No, No, No, No))
                | Vector128.Shuffle(b, Vector128.Create(No, No, No, No, No, 1, 4, 7, 10, 13, No, No, No, No, No, No))
                | Vector128.Shuffle(c, Vector128.Create(No, No, No, No, No, No, No, No, No, No, 0, 3, 6, 9, 12, 15))).CopyTo(blue[i..]);
        }

        for (; i < red.Length; i++)
        {
            (red[i], green[i], blue[i]) = (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]);
        }
    }
}
