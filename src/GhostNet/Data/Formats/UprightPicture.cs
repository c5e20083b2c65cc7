using System.Runtime.Intrinsics;
using SkiaSharp;

namespace GhostNet.Data;

/// <summary>Makes a <see cref="Picture"/> of decoded pixels: upright, on white, without alpha.</summary>
internal static class UprightPicture
{
    /// <summary>Four pixels of 4 bytes become four of 3.</summary>
    private static readonly Vector128<byte> s_withoutAlpha = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    /// <summary>Turns, mirrors and blends.</summary>
    /// <param name="decoded">Red, green, blue and alpha, row by row; colours are multiplied by alpha. Changed.</param>
    /// <param name="width">Width of the decoded pixels.</param>
    /// <param name="height">Their height.</param>
    /// <param name="isOpaque">Whether alpha is 255 everywhere.</param>
    /// <param name="origin">How they must be turned.</param>
    /// <param name="target">Takes the picture; may be longer.</param>
    public static Picture Of(byte[] decoded, int width, int height, bool isOpaque, SKEncodedOrigin origin, byte[] target)
    {
        if (!isOpaque)
        {
            BlendOnWhite(decoded.AsSpan(0, 4 * width * height));
        }

        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            DropAlpha(decoded.AsSpan(0, 4 * width * height), target.AsSpan(0, 3 * width * height));
            return new Picture(width, height, target);
        }

        // Where the first pixel of the upright picture is in the decoded one, and the steps from there to the right and down.
        var fromRight = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var fromBottom = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        var first = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0);
        var (column, row) = (fromRight ? -1 : 1, fromBottom ? -width : width);
        var isTurned = EncodedPicture.IsTurned(origin);
        var (right, down) = isTurned ? (row, column) : (column, row);
        var (turnedWidth, turnedHeight) = isTurned ? (height, width) : (width, height);
        for (var (y, at) = (0, 0); y < turnedHeight; y++)
        {
            var from = 4 * (first + (y * down));
            for (var x = 0; x < turnedWidth; x++, at += 3, from += 4 * right)
            {
                (target[at], target[at + 1], target[at + 2]) = (decoded[from], decoded[from + 1], decoded[from + 2]);
            }
        }

        return new Picture(turnedWidth, turnedHeight, target);
    }

    private static void BlendOnWhite(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var white = 255 - pixels[i + 3];
            pixels[i] = (byte)Math.Min(255, pixels[i] + white);
            pixels[i + 1] = (byte)Math.Min(255, pixels[i + 1] + white);
            pixels[i + 2] = (byte)Math.Min(255, pixels[i + 2] + white);
        }
    }

    private static void DropAlpha(ReadOnlySpan<byte> pixels, Span<byte> target)
    {
        var (from, to) = (0, 0);
        if (Vector128.IsHardwareAccelerated)
        {
            // Each step writes four bytes more than it should, which the next one overwrites.
            for (; to + Vector128<byte>.Count <= target.Length; from += 16, to += 12)
            {
                Vector128.Shuffle(Vector128.Create(pixels.Slice(from, Vector128<byte>.Count)), s_withoutAlpha).CopyTo(target[to..]);
            }
        }

        for (; to < target.Length; from += 4, to += 3)
        {
            pixels.Slice(from, 3).CopyTo(target[to..]);
        }
    }
}
