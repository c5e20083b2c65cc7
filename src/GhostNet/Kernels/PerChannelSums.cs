using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GhostNet.Kernels;

/// <summary>Two sums for each channel, in float64.</summary>
internal sealed class PerChannelSums(int length)
{
    public double[] First { get; } = new double[length];

    public double[] Second { get; } = new double[length];

    /// <summary>Whether all sums are numbers.</summary>
    public bool AreFinite => Array.TrueForAll(First, double.IsFinite) && Array.TrueForAll(Second, double.IsFinite);

    /// <summary>Adds to one lane of a group.</summary>
    public void Add(int lane, double first, double second)
    {
        First[lane] += first;
        Second[lane] += second;
    }

    /// <summary>Adds to a vector of lanes of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int lane, Vector256<float> first, Vector256<float> second)
    {
        Add(first, ref First[lane]);
        Add(second, ref Second[lane]);
    }

    /// <summary>Adds up, in order, what the threads have summed over groups of rows.</summary>
    public static PerChannelSums Fold(PerChannelSums[] parts, int channels)
    {
        var total = new PerChannelSums(channels);
        foreach (var part in parts)
        {
            for (var lane = 0; lane < part.First.Length; lane++)
            {
                total.Add(lane % channels, part.First[lane], part.Second[lane]);
            }
        }

        return total;
    }

    private static void Add(Vector256<float> values, ref double target)
    {
        var (lower, upper) = Vector256.Widen(values);
        (Vector256.LoadUnsafe(ref target) + lower).StoreUnsafe(ref target);
        (Vector256.LoadUnsafe(ref target, 4) + upper).StoreUnsafe(ref target, 4);
    }
}
