using System.Text.Json.Nodes;
using GhostNet.Benchmarks.Running;
using GhostNet.Data;
using SkiaSharp;
using TorchSharp;

namespace GhostNet.Benchmarks.Suites;

/// <summary>Photographs from a folder: decode, random resized crop, flip, normalise.</summary>
internal sealed class PicturesSuite() : Suite("pictures")
{
    private const int Width = 500, Height = 375, Size = 224, BatchSize = 64;
    private const string Rival = "torchvision's ImageFolder";

    public override void Run(BenchmarkRun run)
    {
        var folder = Directory.CreateTempSubdirectory("ghostnet-pictures");
        try
        {
            var count = run.IsQuick ? 2 * BatchSize : 8 * BatchSize;
            Draw(folder.FullName, count);

            // Nothing is kept, as with a set that is larger than the memory.
            var pictures = ImageDataset.FromPictures(ImageFolder.Open(folder.FullName), new PictureTransform(Size, interpolation: Interpolation.Bilinear), cacheMegabytes: 0);
            foreach (var threads in new[] { 1, 2 })
            {
                Measure(run, folder.FullName, pictures, threads);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(BenchmarkRun run, string folder, ImageDataset pictures, int threads)
    {
        using var loader = new BatchLoader(
            pictures, BatchSize, null, shuffle: true, seed: 0, dropLast: false, torch.CPU, keepOnDevice: false, PictureAugmentation.Standard, threads);
        List<Contender> contenders = [Contender.Of("own", () => Drain(loader))];
        if (run.Python is not { } python)
        {
            run.Report.Skip(Rival, PythonChild.WhyMissing);
        }
        else if (python.Ask(Request(folder, threads, 0)) is var first && first["missing"] is { } missing)
        {
            run.Report.Skip(Rival, $"Python has no {missing} (on Debian: apt install python3-torchvision)");
        }
        else
        {
            contenders.Add(new(Rival, seconds => [1000 * pictures.Count / (double)python.Ask(Request(folder, threads, seconds))["images_per_second"]!]));
        }

        var medians = run.Time(contenders, rounds: 7, seconds: 1);
        var what = $"JPEG {Width}×{Height}, crop to {Size}, flip, normalise: {threads} thread(s)";
        if (contenders.Count == 1)
        {
            run.Report.Add(what, PerSecond(pictures, medians[0]), "nothing", "", "");
        }

        foreach (var (baseline, median) in contenders.Zip(medians).Skip(1))
        {
            run.Report.Add(what, PerSecond(pictures, medians[0]), $"{baseline.Name}, {threads} worker(s)", PerSecond(pictures, median), Report.Invariant($"{median / medians[0]:F1} times as fast"));
        }
    }

    private static JsonObject Request(string folder, int workers, double seconds) => new()
    {
        ["do"] = "pictures",
        ["folder"] = folder,
        ["size"] = Size,
        ["batch"] = BatchSize,
        ["workers"] = workers,
        ["seconds"] = seconds,
    };

    private static void Drain(BatchLoader loader)
    {
        foreach (var _ in loader.Epoch(0))
        {
        }
    }

    private static string PerSecond(ImageDataset pictures, double milliseconds) => Report.Invariant($"{1000 * pictures.Count / milliseconds:N0} images/s");

    /// <summary>Gradients, shapes and grain, which compress to about as many bytes as a photograph.</summary>
    internal static void Draw(string folder, int count)
    {
        var random = new Random(1);
        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        using var grain = new SKPaint { Shader = SKShader.CreatePerlinNoiseFractalNoise(0.1f, 0.1f, 4, 1), BlendMode = SKBlendMode.Overlay };
        for (var i = 0; i < count; i++)
        {
            canvas.Clear(Color(random));
            for (var shape = 0; shape < 30; shape++)
            {
                paint.Color = Color(random);
                canvas.DrawOval(random.Next(Width), random.Next(Height), random.Next(10, 120), random.Next(10, 120), paint);
            }

            canvas.DrawPaint(grain);
            var path = Path.Combine(folder, $"class{i % 4}", $"{i:D5}.jpg");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
            File.WriteAllBytes(path, encoded.ToArray());
        }
    }

    private static SKColor Color(Random random) => new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256));
}
