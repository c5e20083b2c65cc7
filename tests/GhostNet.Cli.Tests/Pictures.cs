using SkiaSharp;

namespace GhostNet.Cli.Tests;

/// <summary>Draws pictures to predict.</summary>
internal static class Pictures
{
    public static void WritePng(string path, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Teal);
        using var paint = new SKPaint { Color = SKColors.Orange };
        canvas.DrawCircle(width / 2f, height / 2f, height / 3f, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(path);
        data.SaveTo(stream);
    }
}
