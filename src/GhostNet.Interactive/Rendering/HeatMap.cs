using GhostNet.Inspection;

namespace GhostNet.Interactive.Rendering;

/// <summary>Numbers <c>[H, W]</c> as a picture of coloured pixels.</summary>
/// <param name="Values">The numbers, row by row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Numbers per row.</param>
internal sealed record HeatMap(float[] Values, int Height, int Width)
{
    /// <summary>The smallest and the largest number.</summary>
    public ValueRange Range { get; } = ValueRange.Of(Values);

    /// <summary>One of the maps of a layer.</summary>
    public static HeatMap Of(FeatureMaps maps, int channel, int image)
    {
        var size = maps.Height * maps.Width;
        return new HeatMap(maps.Values.AsSpan((image * maps.Channels + channel) * size, size).ToArray(), maps.Height, maps.Width);
    }

    /// <summary>A matrix.</summary>
    public static HeatMap Of(double[,] values) =>
        new([.. values.Cast<double>().Select(value => (float)value)], values.GetLength(0), values.GetLength(1));

    /// <summary>The picture as <c>data:</c> address.</summary>
    /// <param name="scale">Its colours.</param>
    /// <param name="range">The numbers that have the first and the last colour.</param>
    /// <param name="mostPixels">Where the picture would have more pixels, each is the mean of a square of numbers.</param>
    public string DataAddress(ColorScale scale, ValueRange range, int mostPixels = int.MaxValue)
    {
        var side = 1;
        while ((long)Pieces(Height, side) * Pieces(Width, side) > mostPixels)
        {
            side++;
        }

        int height = Pieces(Height, side), width = Pieces(Width, side);
        var pixels = new byte[height * width];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = range.Level(Mean(i / width * side, i % width * side, side));
        }

        return IndexedPng.DataAddress(pixels, width, height, scale.Palette);

        static int Pieces(int length, int side) => (length + side - 1) / side;
    }

    private double Mean(int top, int left, int side)
    {
        int bottom = Math.Min(top + side, Height), right = Math.Min(left + side, Width);
        var sum = 0.0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += Values[y * Width + x];
            }
        }

        return sum / ((bottom - top) * (right - left));
    }
}
