using SkiaSharp;

namespace GhostNet.Tests.Data;

/// <summary>Draws pictures into files: each class has a colour, each picture a size and a pattern of its own.</summary>
internal static class DrawnPictures
{
    /// <summary>Writes a picture; its format is that of its ending.</summary>
    public static string Draw(this TemporaryFolder folder, string name, int width = 40, int height = 30, int seed = 0, bool grey = false)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var random = new Random(seed);
        var (red, green, blue) = ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var light = (byte)random.Next(64);
                bitmap.SetPixel(x, y, grey ? new SKColor(light, light, light) : new SKColor((byte)(red / 2 + light), (byte)(green / 2 + (x * 100 / width)), (byte)(blue / 2 + (y * 100 / height))));
            }
        }

        using (var canvas = new SKCanvas(bitmap))
        {
            for (var i = 0; i < 4 && !grey; i++)
            {
                using var paint = new SKPaint { Color = new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
                canvas.DrawRect(random.Next(width), random.Next(height), width / 3, height / 3, paint);
            }
        }

        using var data = bitmap.Encode(Format(name), 90);
        return folder.Write(name, data.ToArray());
    }

    /// <summary>Writes a folder of classes.</summary>
    public static string DrawClasses(this TemporaryFolder folder, string root, IEnumerable<string> classes, int each, string ending = ".png")
    {
        foreach (var (label, name) in classes.Index())
        {
            for (var i = 0; i < each; i++)
            {
                folder.Draw(Path.Combine(root, name, $"{i:D3}{ending}"), 20 + (7 * i % 30), 20 + (11 * i % 30), (1000 * label) + i);
            }
        }

        return folder.File(root);
    }

    private static SKEncodedImageFormat Format(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => SKEncodedImageFormat.Jpeg,
        ".webp" => SKEncodedImageFormat.Webp,
        _ => SKEncodedImageFormat.Png,
    };
}
