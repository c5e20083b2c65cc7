namespace GhostNet.Data;

/// <summary>A part of a picture, in pixels of it.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct CropBox(double Left, double Top, double Width, double Height)
{
    private const int Tries = 10;

    /// <summary>Draws a part of a random area and aspect ratio: torchvision's <c>RandomResizedCrop</c>, with its fallback.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="minArea">The smallest fraction of the picture's area; the largest is 1.</param>
    /// <param name="maxAspect">The largest ratio of width to height; the smallest is its inverse.</param>
    /// <param name="random">The random numbers.</param>
    public static CropBox Draw(int width, int height, double minArea, double maxAspect, SplitMix64 random)
    {
        var area = (double)width * height;
        var most = Math.Log(maxAspect);
        for (var i = 0; i < Tries; i++)
        {
            var wanted = area * random.Between(minArea, 1);
            var aspect = Math.Exp(random.Between(-most, most));
            var wide = Math.Round(Math.Sqrt(wanted * aspect));
            var high = Math.Round(Math.Sqrt(wanted / aspect));
            if (wide >= 1 && wide <= width && high >= 1 && high <= height)
            {
                var top = random.Below(height - (int)high + 1);
                return new CropBox(random.Below(width - (int)wide + 1), top, wide, high);
            }
        }

        var widest = Math.Clamp(Math.Round(height * maxAspect), 1, width);
        var highest = Math.Clamp(Math.Round(width * maxAspect), 1, height);
        return new CropBox(Math.Floor((width - widest) / 2), Math.Floor((height - highest) / 2), widest, highest);
    }

    /// <summary>The same part of the picture when that was decoded at another size.</summary>
    /// <param name="across">New width of the picture by the old one.</param>
    /// <param name="down">New height by the old one.</param>
    public CropBox Scaled(double across, double down) => new(Left * across, Top * down, Width * across, Height * down);
}
