using GhostNet.Data;

namespace GhostNet.Tests;

/// <summary>Pictures of any size, computed by the formula of Golden/pictures.py.</summary>
internal static class TestPicture
{
    public static Picture Of(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            int c = i % 3, x = i / 3 % width, y = i / 3 / width;
            pixels[i] = (byte)((x * 7 * (c + 1)) + (y * 13) + (x * y % 31 * 5) + (((x ^ y) & 8) * 9) + (c * 50));
        }

        return new Picture(width, height, pixels);
    }

    /// <summary>Its pixels, <c>[3, H, W]</c>.</summary>
    public static byte[] Planes(Picture picture)
    {
        var size = picture.Width * picture.Height;
        var planes = new byte[3 * size];
        for (var i = 0; i < planes.Length; i++)
        {
            planes[i] = picture.Pixels[(i % size * 3) + (i / size)];
        }

        return planes;
    }
}
