using GhostNet.IO;


namespace GhostNet.Data;

/// <summary>Ten classes of coloured shapes, 32×32, drawn by the program itself: real training with nothing to download.</summary>
/// <remarks>
/// Synthetic: it says so wherever it shows. Colours, size, place, rotation and noise are random; only the outline tells
/// the class. The same seed gives the same images on every machine.
/// </remarks>
public static class Shapes
{
    private const int Side = 32;
    private const int ImageSize = 3 * Side * Side;

    /// <summary>Least distance of shape and background in RGB space, of at most 442: so that each shape can be seen.</summary>
    private const double LeastContrast = 150;

    /// <summary>The names of the ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. ShapeOutline.All.Select(static outline => outline.Name)];

    /// <summary>Draws the images.</summary>
    /// <param name="train">Training images.</param>
    /// <param name="test">Test images; none is a training image.</param>
    /// <param name="seed">Decides every image.</param>
    public static DatasetSplit Create(int train = 10_000, int test = 2_000, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(train);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        return new DatasetSplit(Draw("Shapes train", train, seed, stream: 0), Draw("Shapes test", test, seed, stream: 1));
    }

    private static ImageDataset Draw(string name, int count, int seed, int stream)
    {
        var pixels = new byte[(long)count * ImageSize];
        var labels = new int[count];
        Parallel.For(0, count, new ParallelOptions { CancellationToken = AmbientCancellation.Token }, i =>
        {
            labels[i] = i % ShapeOutline.All.Count;
            Draw(ShapeOutline.All[labels[i]], new SplitMix64(seed, stream, i), pixels.AsSpan(i * ImageSize, ImageSize));
        });
        return new ImageDataset(
            name, pixels, labels, 3, Side, Side, ClassNames, [0.5f, 0.5f, 0.5f], [0.29f, 0.29f, 0.29f], isSynthetic: true);
    }

    private static void Draw(ShapeOutline outline, SplitMix64 random, Span<byte> image)
    {
        var radius = random.Between(8.5, 13);
        var room = Math.Max(0, (Side / 2) - radius);
        var centreX = (Side / 2) + random.Between(-room, room);
        var centreY = (Side / 2) + random.Between(-room, room);
        var (sin, cos) = Math.SinCos(random.Between(-0.3, 0.3));
        var noise = random.Between(0, 20);
        Span<double> shape = stackalloc double[3];
        Span<double> ground = stackalloc double[3];
        Span<double> slope = stackalloc double[3];
        DrawColours(shape, ground, ref random);
        foreach (ref var value in slope)
        {
            value = random.Between(-0.5, 0.5);
        }

        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                // Pixel centres, moved, turned and scaled to the outline's own coordinates.
                double dx = (x + 0.5 - centreX) / radius, dy = (y + 0.5 - centreY) / radius;
                var distance = radius * outline.Distance((cos * dx) + (sin * dy), (cos * dy) - (sin * dx));
                var cover = Math.Clamp(0.5 - distance, 0, 1);
                var slant = x + y - Side;
                for (var channel = 0; channel < 3; channel++)
                {
                    var background = ground[channel] + (slope[channel] * slant);
                    var value = background + (cover * (shape[channel] - background)) + (noise * (random.Unit() - random.Unit()));
                    image[(((channel * Side) + y) * Side) + x] = (byte)Math.Clamp(Math.Round(value), 0, 255);
                }
            }
        }
    }

    private static void DrawColours(Span<double> shape, Span<double> ground, ref SplitMix64 random)
    {
        double distance;
        do
        {
            distance = 0;
            for (var channel = 0; channel < 3; channel++)
            {
                shape[channel] = random.Between(0, 255);
                ground[channel] = random.Between(0, 255);
                distance += Math.Pow(shape[channel] - ground[channel], 2);
            }
        }
        while (distance < LeastContrast * LeastContrast);
    }
}
