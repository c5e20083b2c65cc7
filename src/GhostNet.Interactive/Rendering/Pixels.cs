using SkiaSharp;

namespace GhostNet.Interactive.Rendering;

/// <summary>Pictures made of pixels, as addresses that hold the picture itself.</summary>
internal static class Pixels
{
    /// <summary>A PNG as <c>data:</c> address, for the <c>src</c> of an <c>img</c>.</summary>
    /// <param name="rgba">Red, green, blue, alpha of each pixel, row by row.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    public static string DataAddress(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        rgba.CopyTo(bitmap.GetPixelSpan());
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }
}
