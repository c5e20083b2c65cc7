using SkiaSharp;

namespace GhostNet.Cli.Tests;

/// <summary>A folder of pictures in three classes that differ in their colour, with names that are awkward.</summary>
public sealed class PictureFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureFolder()
    {
        string[] classes = ["it's \"red\"", "زرقاء", "绿"];
        SKColor[] colors = [SKColors.Red, SKColors.Blue, SKColors.Green];
        for (var label = 0; label < classes.Length; label++)
        {
            for (var i = 0; i < 12; i++)
            {
                Draw(Path.Combine(classes[label], $"{i:D2}.png"), 30 + (3 * i), 50 - (2 * i), colors[label], i);
            }
        }

        Trained = Tool.Run(
            _folder.Path, "train", "--data", "photos", "--size", "32", "--epochs", "2", "--batch", "16", "--width", "0.1", "--threads", "1", "--out", "run", "--json");
    }

    internal Programs.ProgramResult Trained { get; }

    internal string Root => _folder.Path;

    internal string Photos => _folder.File("photos");

    internal void Draw(string name, int width, int height, SKColor color, int seed)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(color);
        using var paint = new SKPaint { Color = SKColors.White };
        canvas.DrawCircle(seed % width, seed % height, 3 + seed, paint);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var path = Path.Combine(Photos, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, data.ToArray());
    }

    public void Dispose() => _folder.Dispose();
}
