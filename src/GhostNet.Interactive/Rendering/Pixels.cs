using SkiaSharp;

namespace GhostNet.Interactive.Rendering;

/// <summary>Pictures made of pixels, as addresses that hold the picture itself.</summary>
internal static class Pixels
{
    /// <summary>A larger picture is not seen pixel by pixel.</summary>
    private const int LargestExact = 64;

    private const int JpegQuality = 88;

    /// <summary>A picture as <c>data:</c> address, for the <c>src</c> of an <c>img</c>: a PNG, or, of a large picture, a JPEG where that is smaller. It is opaque.</summary>
    /// <param name="rgba">Red, green, blue, alpha of each pixel, row by row.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    public static string PictureAddress(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var bitmap = Bitmap(rgba, width, height);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        if (Math.Max(width, height) <= LargestExact)
        {
            return PngAddress(png);
        }

        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return jpeg.Size < png.Size ? "data:image/jpeg;base64," + Convert.ToBase64String(jpeg.AsSpan()) : PngAddress(png);
    }

    /// <summary>A PNG as <c>data:</c> address, for the <c>src</c> of an <c>img</c>.</summary>
    /// <param name="rgba">Red, green, blue, alpha of each pixel, row by row.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    public static string DataAddress(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var bitmap = Bitmap(rgba, width, height);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return PngAddress(png);
    }

    private static string PngAddress(SKData png) => "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());

    private static SKBitmap Bitmap(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        rgba.CopyTo(bitmap.GetPixelSpan());
        return bitmap;
    }
}
