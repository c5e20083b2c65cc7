namespace GhostNet.Data;

/// <summary>A decoded picture of any size: upright, opaque, on white.</summary>
internal sealed class Picture
{
    /// <summary>Bytes of a pixel: red, green and blue.</summary>
    public const int Channels = 3;

    /// <summary>Creates a picture over existing memory, which is not copied.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixels">At least <c>[H, W, 3]</c> bytes, row by row; what follows them is not read, so that memory can be used again.</param>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.LongLength, (long)width * height * Channels, nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>At least <c>[H, W, 3]</c> bytes: red, green and blue of each pixel, row by row.</summary>
    public byte[] Pixels { get; }
}
