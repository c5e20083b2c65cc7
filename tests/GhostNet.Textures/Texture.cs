using SkiaSharp;

namespace GhostNet.Textures;

/// <summary>A drawn texture with size, scale, angle, colours, light and noise of its own: only its kind tells its class.</summary>
internal sealed class Texture
{
    private const int Smallest = 56, Largest = 280;

    private readonly TextureKind _kind;
    private readonly Random _random;
    private readonly int _width;
    private readonly int _height;
    private readonly double _across;
    private readonly double _down;
    private readonly double _phase;
    private readonly double _fill;
    private readonly double _softness;
    private readonly double[] _lattice;

    /// <summary>Draws lots.</summary>
    /// <param name="kind">The class.</param>
    /// <param name="random">Decides the rest.</param>
    public Texture(TextureKind kind, Random random)
    {
        (_kind, _random) = (kind, random);
        (_width, _height) = (random.Next(Smallest, Largest), random.Next(Smallest, Largest));
        var angle = random.NextDouble() * Math.PI;
        var period = Math.Min(_width, _height) / (3 + (6 * random.NextDouble()));
        (_across, _down) = (Math.Cos(angle) / period, Math.Sin(angle) / period);
        _phase = random.NextDouble();
        _fill = 0.35 + (0.3 * random.NextDouble());
        _softness = 0.04 + (0.12 * random.NextDouble());
        _lattice = [.. Enumerable.Range(0, 64 * 64).Select(_ => random.NextDouble())];
    }

    /// <summary>The picture as a JPEG or PNG file.</summary>
    /// <param name="isTurned">Whether it lies on its side, with an EXIF note that says so.</param>
    public PictureFile ToFile(bool isTurned)
    {
        using var bitmap = Draw();
        if (isTurned || _random.Next(3) > 0)
        {
            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, _random.Next(45, 96));
            var bytes = jpeg.ToArray();

            // Orientation 6: to be turned by a quarter to the right. The note follows the marker of the beginning.
            byte[] note = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
            return new PictureFile(isTurned ? [.. bytes[..2], 0xff, 0xe1, 0, (byte)(note.Length + 2), .. note, .. bytes[2..]] : bytes, "jpg");
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new PictureFile(png.ToArray(), "png");
    }

    private SKBitmap Draw()
    {
        var (ground, figure) = (Color(), Color());
        while (Math.Abs(Light(ground) - Light(figure)) < 60)
        {
            figure = Color();
        }

        var (light, noise) = (0.4 * _random.NextDouble(), 14 * _random.NextDouble());
        var lightAngle = 2 * Math.PI * _random.NextDouble();
        var (across, down) = (light * Math.Cos(lightAngle), light * Math.Sin(lightAngle));
        var pixels = new byte[4 * _width * _height];
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var (x, y) = (i / 4 % _width, i / 4 / _width);
            var share = Share(x, y);
            var bright = 1 + (across * (((double)x / _width) - 0.5)) + (down * (((double)y / _height) - 0.5));
            var grain = noise * (_random.NextDouble() + _random.NextDouble() - 1);
            pixels[i] = Mix(ground.Red, figure.Red);
            pixels[i + 1] = Mix(ground.Green, figure.Green);
            pixels[i + 2] = Mix(ground.Blue, figure.Blue);
            pixels[i + 3] = 255;

            byte Mix(byte from, byte to) => (byte)Math.Clamp((((1 - share) * from) + (share * to)) * bright + grain, 0, 255);
        }

        var bitmap = new SKBitmap(new SKImageInfo(_width, _height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        pixels.CopyTo(bitmap.GetPixelSpan());
        return bitmap;
    }

    /// <summary>How much of the figure there is at a place, 0 to 1.</summary>
    private double Share(int x, int y)
    {
        var (u, v) = ((x * _across) + (y * _down) + _phase, (y * _across) - (x * _down) + _phase);
        return _kind switch
        {
            TextureKind.Stripes => Edge(Wave(u) - (0.5 - _fill)),
            TextureKind.Checks => Edge(4 * Wave(u / 2) * Wave(v / 2)),
            TextureKind.Dots => Edge((0.62 * _fill) - Math.Sqrt(Square(u - Math.Floor(u + 0.5)) + Square(v - Math.Floor(v + 0.5))) + 0.08),
            _ => Edge(1.6 * ((0.65 * Noise(u * 0.8, v * 0.8)) + (0.35 * Noise(1.7 * u, 1.7 * v)) - 0.5)),
        };
    }

    private static double Square(double value) => value * value;

    /// <summary>From -0.5 to 0.5 and back.</summary>
    private static double Wave(double place) => Math.Abs((2 * (place - Math.Floor(place))) - 1) - 0.5;

    private double Edge(double distance) => Math.Clamp(0.5 + (distance / (2 * _softness)), 0, 1);

    /// <summary>Random numbers on a lattice, and smooth between them.</summary>
    private double Noise(double u, double v)
    {
        var (left, top) = (Math.Floor(u), Math.Floor(v));
        var (s, t) = (Smooth(u - left), Smooth(v - top));
        var (i, j) = ((int)left, (int)top);
        return ((1 - t) * (((1 - s) * At(i, j)) + (s * At(i + 1, j)))) + (t * (((1 - s) * At(i, j + 1)) + (s * At(i + 1, j + 1))));

        static double Smooth(double share) => share * share * (3 - (2 * share));
    }

    private double At(int i, int j) => _lattice[((j & 63) * 64) + (i & 63)];

    private SKColor Color() => new((byte)_random.Next(256), (byte)_random.Next(256), (byte)_random.Next(256));

    private static double Light(SKColor color) => (0.3 * color.Red) + (0.59 * color.Green) + (0.11 * color.Blue);
}
