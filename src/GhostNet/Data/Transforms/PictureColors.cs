namespace GhostNet.Data;

/// <summary>Changes of colour, in PIL's arithmetic (ImageEnhance, ImageOps and its HSV). All work on planes <c>[3, H, W]</c>, in place.</summary>
internal static class PictureColors
{
    /// <summary>Towards black (0) or away from it (above 1).</summary>
    public static void Brightness(Span<byte> planes, double factor) => Map(planes, value => Blend(0, value, (float)factor));

    /// <summary>Towards the mean grey (0) or away from it (above 1).</summary>
    public static void Contrast(Span<byte> planes, double factor)
    {
        var size = planes.Length / Picture.Channels;
        var sum = 0L;
        for (var i = 0; i < size; i++)
        {
            sum += PixelPlanes.Luma(planes[i], planes[size + i], planes[(2 * size) + i]);
        }

        var mean = (int)(((double)sum / size) + 0.5);
        Map(planes, value => Blend(mean, value, (float)factor));
    }

    /// <summary>Towards grey (0) or away from it (above 1).</summary>
    public static void Saturation(Span<byte> planes, double factor)
    {
        var size = planes.Length / Picture.Channels;
        Span<byte> red = planes[..size], green = planes.Slice(size, size), blue = planes.Slice(2 * size, size);
        var weight = (float)factor;
        for (var i = 0; i < size; i++)
        {
            var grey = PixelPlanes.Luma(red[i], green[i], blue[i]);
            (red[i], green[i], blue[i]) = (Blend(grey, red[i], weight), Blend(grey, green[i], weight), Blend(grey, blue[i], weight));
        }
    }

    /// <summary>Turns the hue by a part of the colour circle, from −0.5 to 0.5.</summary>
    public static void Hue(Span<byte> planes, double turn)
    {
        var size = planes.Length / Picture.Channels;
        Span<byte> red = planes[..size], green = planes.Slice(size, size), blue = planes.Slice(2 * size, size);
        var by = (int)(turn * 255);
        for (var i = 0; i < size; i++)
        {
            int value = Math.Max(red[i], Math.Max(green[i], blue[i])), least = Math.Min(red[i], Math.Min(green[i], blue[i]));
            if (value > least)
            {
                var (hue, saturation) = ToHue(red[i], green[i], blue[i], value, value - least);
                (red[i], green[i], blue[i]) = FromHue((byte)(hue + by), saturation, value);
            }
        }
    }

    /// <summary>Keeps this many of the highest bits.</summary>
    public static void Posterize(Span<byte> planes, int bits) => Map(planes, value => (byte)(value & ~((1 << (8 - bits)) - 1)));

    /// <summary>Inverts the values from a threshold on.</summary>
    public static void Solarize(Span<byte> planes, double threshold) => Map(planes, value => (byte)(value < threshold ? value : 255 - value));

    /// <summary>Stretches each channel so that it reaches from 0 to 255.</summary>
    public static void AutoContrast(Span<byte> planes) => MapByHistogram(planes, static counts =>
    {
        int low = Array.FindIndex(counts, count => count > 0), high = Array.FindLastIndex(counts, count => count > 0);
        var scale = high > low ? 255.0 / (high - low) : 1;
        var offset = high > low ? -low * scale : 0;
        return value => (byte)Math.Clamp((int)((value * scale) + offset), 0, 255);
    });

    /// <summary>Maps each channel so that all its values are about equally frequent.</summary>
    public static void Equalize(Span<byte> planes) => MapByHistogram(planes, static counts =>
    {
        var last = Array.FindLast(counts, count => count > 0);
        var step = (counts.Sum() - last) / 255;
        if (step == 0)
        {
            return value => (byte)value;
        }

        var before = step / 2;
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = (byte)Math.Min(255, before / step);
            before += counts[i];
        }

        return value => table[value];
    });

    /// <summary>From the first value (0) to the second (1) or beyond it.</summary>
    public static byte Blend(int from, int to, float weight) => (byte)Math.Clamp(from + (weight * (to - from)), 0, 255);

    private static (int Hue, int Saturation) ToHue(int red, int green, int blue, int value, int range)
    {
        float chroma = range;
        float fromRed = (value - red) / chroma, fromGreen = (value - green) / chroma, fromBlue = (value - blue) / chroma;
        var sixth = red == value ? fromBlue - fromGreen : green == value ? (float)(2.0 + fromRed - fromBlue) : (float)(4.0 + fromGreen - fromRed);
        var hue = (float)(((sixth / 6.0) + 1) % 1);
        return ((int)(hue * 255.0), (int)(chroma / value * 255.0));
    }

    private static (byte Red, byte Green, byte Blue) FromHue(int hue, int saturation, int value)
    {
        var sector = (int)((float)hue * 6.0 / 255.0);
        var rest = (float)(((float)hue * 6.0 / 255.0) - sector);
        var pure = (float)(saturation / 255.0);
        byte top = (byte)value, p = Part(pure), q = Part((double)pure * rest), t = Part(pure * (1.0 - rest));
        return (sector % 6) switch
        {
            0 => (top, t, p),
            1 => (q, top, p),
            2 => (p, top, t),
            3 => (p, q, top),
            4 => (t, p, top),
            _ => (top, p, q),
        };

        byte Part(double without) => (byte)Math.Round(value * (1.0 - without), MidpointRounding.AwayFromZero);
    }

    private static void MapByHistogram(Span<byte> planes, Func<int[], Func<int, byte>> map)
    {
        var size = planes.Length / Picture.Channels;
        var counts = new int[256];
        for (; planes.Length > 0; planes = planes[size..])
        {
            Array.Clear(counts);
            foreach (var value in planes[..size])
            {
                counts[value]++;
            }

            Map(planes[..size], map(counts));
        }
    }

    private static void Map(Span<byte> values, Func<int, byte> map)
    {
        Span<byte> table = stackalloc byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = map(i);
        }

        foreach (ref var value in values)
        {
            value = table[value];
        }
    }
}
