using GhostNet.Data;

namespace GhostNet.Interactive.Rendering;

/// <summary>Values on a grid of pixels.</summary>
/// <param name="Values">The values <c>[Planes, Height, Width]</c>, row by row.</param>
/// <param name="Planes">1 for values that get a colour, 3 for red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels per row.</param>
internal sealed record Raster(double[] Values, int Planes, int Height, int Width)
{
    /// <summary>An image of a data set, as a model is evaluated on it: levels of 255.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="index">Index of the image.</param>
    /// <exception cref="IOException">A picture can't be read any more.</exception>
    public static Raster Of(ImageDataset dataset, int index)
    {
        var planeSize = dataset.Height * dataset.Width;
        var image = dataset.Image(index);
        return OfPlanes(dataset.Channels, dataset.Height, dataset.Width, plane => Array.ConvertAll(
            image.AsSpan(plane * planeSize, planeSize).ToArray(), static pixel => (double)pixel));
    }

    /// <summary>Red, green and blue when there are three or more channels, else the first one.</summary>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its pixels per row.</param>
    /// <param name="plane">The values of a channel.</param>
    public static Raster OfPlanes(int channels, int height, int width, Func<int, Span<double>> plane)
    {
        var planes = channels >= 3 ? 3 : 1;
        var values = new double[planes * height * width];
        for (var i = 0; i < planes; i++)
        {
            plane(i).CopyTo(values.AsSpan(i * height * width));
        }

        return new Raster(values, planes, height, width);
    }

    /// <summary>The raster with at most so many rows and columns: each value is the mean of those that it stands for.</summary>
    /// <param name="height">Rows at most.</param>
    /// <param name="width">Pixels per row at most.</param>
    public Raster Fit(int height, int width)
    {
        (height, width) = (Math.Min(height, Height), Math.Min(width, Width));
        if (height == Height && width == Width)
        {
            return this;
        }

        var fitted = new double[Planes * height * width];
        var i = 0;
        for (var plane = 0; plane < Planes; plane++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    fitted[i++] = Mean(plane, Part(y, Height, height), Part(x, Width, width));
                }
            }
        }

        return new Raster(fitted, Planes, height, width);

        static Range Part(int index, int all, int parts) => (int)((long)index * all / parts)..(int)((long)(index + 1) * all / parts);
    }

    /// <summary>The colours of the pixels, of a raster of one plane as levels of a <see cref="ColorScale"/>.</summary>
    /// <param name="range">Which values have the first and the last colour.</param>
    public byte[] Levels(ValueRange range) => Array.ConvertAll(Values, range.Level);

    /// <summary>The colours of the pixels: red, green, blue and opacity of each. One plane is shown in grey.</summary>
    /// <param name="range">Which values are dark and light.</param>
    public byte[] Rgba(ValueRange range)
    {
        var size = Height * Width;
        var rgba = new byte[4 * size];
        for (var i = 0; i < rgba.Length; i++)
        {
            var value = Values[(i / 4) + (Planes == 3 ? i % 4 % 3 * size : 0)];
            rgba[i] = i % 4 == 3 ? byte.MaxValue
                : double.IsNaN(value) ? (byte)(i % 4 == 1 ? 0 : byte.MaxValue)
                : (byte)Math.Round(byte.MaxValue * range.Position(value));
        }

        return rgba;
    }

    private double Mean(int plane, Range rows, Range columns)
    {
        double sum = 0;
        var (top, bottom, left, right) = (rows.Start.Value, rows.End.Value, columns.Start.Value, columns.End.Value);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += Values[(((plane * Height) + y) * Width) + x];
            }
        }

        return sum / ((bottom - top) * (right - left));
    }
}
