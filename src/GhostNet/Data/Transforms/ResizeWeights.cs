namespace GhostNet.Data;

/// <summary>Which pixels of one axis make each pixel of the result, and how much each counts.</summary>
/// <remarks>
/// PIL's rule (<c>precompute_coeffs</c> in Resample.c): the filter is stretched by the reduction, so that a smaller picture averages all
/// that it covers; weights that would lie outside the picture are left out, and the rest adds up to 1.
/// </remarks>
internal sealed class ResizeWeights
{
    /// <summary>Binary digits behind the point of a weight.</summary>
    public const int Bits = 22;

    /// <summary>One half.</summary>
    public const int Half = 1 << (Bits - 1);

    private int[] _first = [];
    private int[] _weights = [];
    private double[] _one = [];

    /// <summary>Pixels that make one, with weights of 0 where fewer do.</summary>
    public int Taps { get; private set; }

    /// <summary>Weights in a row of <see cref="Weights"/>: <see cref="Taps"/>, made even by a 0.</summary>
    public int Stride => (Taps + 1) & ~1;

    /// <summary>The first pixel that counts, for each pixel of the result; the others follow, and all lie in the picture.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary><see cref="Stride"/> weights for each pixel of the result, in fixed point.</summary>
    public ReadOnlySpan<int> Weights => _weights;

    /// <summary>Computes the weights of an axis.</summary>
    /// <param name="length">Pixels of the picture along the axis.</param>
    /// <param name="axis">What is wanted.</param>
    /// <param name="interpolation">The filter.</param>
    public void Compute(int length, in ResizedAxis axis, Interpolation interpolation)
    {
        double start = Math.Clamp(axis.Start, 0, length), end = Math.Clamp(axis.End, start, length);
        var scale = (end - start) / axis.Size;
        var stretch = Math.Max(scale, 1);
        var support = stretch * (interpolation == Interpolation.Bicubic ? 2 : 1);
        Taps = Math.Min(length, (int)Math.Ceiling((2 * support) + 1));
        Grow(ref _first, axis.Count);
        Grow(ref _weights, axis.Count * Stride);
        Grow(ref _one, Taps);
        for (var i = 0; i < axis.Count; i++)
        {
            var centre = start + ((axis.First + i + 0.5) * scale);
            var from = Math.Max(0, (int)(centre - support + 0.5));
            var to = Math.Min(length, (int)(centre + support + 0.5));
            _first[i] = Math.Min(from, length - Taps);
            var sum = 0.0;
            for (var pixel = from; pixel < to; pixel++)
            {
                sum += _one[pixel - from] = Filter(interpolation, Math.Abs((pixel - centre + 0.5) / stretch));
            }

            var row = _weights.AsSpan(i * Stride, Stride);
            row.Clear();
            for (var pixel = from; pixel < to; pixel++)
            {
                row[pixel - _first[i]] = (int)Math.Round(_one[pixel - from] / sum * (1 << Bits), MidpointRounding.AwayFromZero);
            }
        }
    }

    private static double Filter(Interpolation interpolation, double distance)
    {
        const double A = -0.5;
        return (interpolation, distance) switch
        {
            (Interpolation.Bilinear, < 1) => 1 - distance,
            (Interpolation.Bicubic, < 1) => ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1,
            (Interpolation.Bicubic, < 2) => ((((distance - 5) * distance) + 8) * distance * A) - (4 * A),
            _ => 0,
        };
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (array.Length < length)
        {
            array = new T[length];
        }
    }
}
