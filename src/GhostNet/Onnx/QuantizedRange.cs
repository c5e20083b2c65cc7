namespace GhostNet.Onnx;

/// <summary>Which real numbers the 256 numbers of a byte stand for: <c>(q - ZeroPoint) · Scale</c>. Zero is one of them, so that padding is exact.</summary>
/// <param name="Scale">The distance of two neighbours, above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
internal readonly record struct QuantizedRange(float Scale, byte ZeroPoint)
{
    private const int Levels = 255;

    /// <summary>The range from a number to another, widened to hold 0.</summary>
    public static QuantizedRange Of(double lowest, double highest)
    {
        (lowest, highest) = (Math.Min(lowest, 0), Math.Max(highest, 0));
        var scale = (float)((highest - lowest) / Levels);

        // Nothing but zeros, or numbers so small that their distance is none of float32's.
        return float.IsNormal(scale) ? new(scale, (byte)Math.Clamp(Math.Round(-lowest / scale), 0, Levels)) : new(1, 0);
    }

    /// <summary>The number that takes the place of another.</summary>
    public double Round(double value) => (Math.Clamp(Math.Round(value / Scale) + ZeroPoint, 0, Levels) - ZeroPoint) * Scale;
}
