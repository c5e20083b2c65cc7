using System.Globalization;

namespace GhostNet.Inspection;

/// <summary>A map and the map that a cheap operation makes of it: <c>ghost ≈ kernel ∗ source + bias</c>.</summary>
public sealed class GhostPair
{
    internal GhostPair(int source, int ghost, double[,] kernel, double bias, double r2)
    {
        Source = source;
        Ghost = ghost;
        Kernel = kernel;
        Bias = bias;
        R2 = r2;
    }

    /// <summary>Channel of the map that the operation starts from.</summary>
    public int Source { get; }

    /// <summary>Channel of the map that it predicts.</summary>
    public int Ghost { get; }

    /// <summary>The kernel, <c>[d, d]</c>, laid on as <c>conv2d</c> does; beyond the border lie zeros.</summary>
    public double[,] Kernel { get; }

    /// <summary>Added to every sum, as the batch normalisation of a Ghost module does.</summary>
    public double Bias { get; }

    /// <summary>Share of the predicted map's variance that the prediction explains, 0 to 1.</summary>
    public double R2 { get; }

    /// <summary>The pair in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"map {Source} → map {Ghost}, R² {R2:F3}");

    /// <summary>What the cheap operation makes of a map, <c>[H, W]</c>.</summary>
    internal double[,] Predict(double[,] source)
    {
        int height = source.GetLength(0), width = source.GetLength(1), size = Kernel.GetLength(0), padding = size / 2;
        var prediction = new double[height, width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = Bias;
                for (var ky = Math.Max(0, padding - y); ky < Math.Min(size, height + padding - y); ky++)
                {
                    for (var kx = Math.Max(0, padding - x); kx < Math.Min(size, width + padding - x); kx++)
                    {
                        sum += Kernel[ky, kx] * source[y + ky - padding, x + kx - padding];
                    }
                }

                prediction[y, x] = sum;
            }
        }

        return prediction;
    }
}
