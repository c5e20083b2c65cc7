namespace GhostNet.Interactive.Markup;

/// <summary>Values on a grid of pixels.</summary>
/// <param name="Values">The values <c>[Planes, Height, Width]</c>, row by row.</param>
/// <param name="Planes">1 for values that get a colour, 3 for red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels a row.</param>
internal sealed record Raster(double[] Values, int Planes, int Height, int Width)
{
    /// <summary>The raster with at most so many rows and columns: each value is the mean of those that it stands for.</summary>
    /// <param name="height">Rows at most.</param>
    /// <param name="width">Pixels a row at most.</param>
    public Raster Fit(int height, int width)
    {
        (height, width) = (Math.Min(height, Height), Math.Min(width, Width));
        if (height == Height && width == Width)
        {
            return this;
        }

        var fitted = new double[Planes * height * width];
        for (var (i, plane) = (0, 0); plane < Planes; plane++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    fitted[i++] = Mean(plane, y * Height / height, (y + 1) * Height / height, x * Width / width, (x + 1) * Width / width);
                }
            }
        }

        return new Raster(fitted, Planes, height, width);
    }

    /// <summary>Writes the pixels into a picture.</summary>
    /// <param name="rgba">Red, green, blue, alpha of each pixel of the picture.</param>
    /// <param name="stride">Pixels a row of the picture.</param>
    /// <param name="left">Column of the picture where the raster begins.</param>
    /// <param name="top">Row of the picture where the raster begins.</param>
    /// <param name="range">Which values are dark and light.</param>
    /// <param name="map">The colours of a raster of one plane.</param>
    public void Paint(Span<byte> rgba, int stride, int left, int top, ColorRange range, ColorMap map)
    {
        var size = Height * Width;
        for (var i = 0; i < size; i++)
        {
            var colour = Planes == 1
                ? Palette.At(map, range.Position(Values[i]))
                : Mixed(range.Position(Values[i]), range.Position(Values[size + i]), range.Position(Values[(2 * size) + i]));
            var pixel = rgba[(4 * (((top + (i / Width)) * stride) + left + (i % Width)))..];
            (pixel[0], pixel[1], pixel[2], pixel[3]) = (colour.Red, colour.Green, colour.Blue, 255);
        }
    }

    private static Rgb Mixed(double red, double green, double blue) =>
        double.IsNaN(red + green + blue) ? Palette.NotANumber : new Rgb(Level(red), Level(green), Level(blue));

    private static byte Level(double position) => (byte)Math.Round(255 * Math.Clamp(position, 0, 1));

    private double Mean(int plane, int top, int bottom, int left, int right)
    {
        double sum = 0;
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
