using System.Collections;
using System.Globalization;
using System.Text;

namespace GhostNet.Inspection;

/// <summary>
/// For each feature map the other map from which a cheap operation, a depthwise convolution, predicts it best: its "ghost"
/// in the sense of the paper. The best pair comes first.
/// </summary>
/// <remarks>
/// Source: GhostNet paper, figure 1 and section 3.1. The kernel and a bias are fitted by least squares over all images of
/// the batch. A map that is constant has no pair, neither as source nor as ghost.
/// </remarks>
public sealed class GhostPairs : IReadOnlyList<GhostPair>
{
    /// <summary>A larger kernel is not cheap, and takes long to fit.</summary>
    private const int LargestKernel = 11;

    private readonly IReadOnlyList<GhostPair> _pairs;

    private GhostPairs(FeatureMaps maps, int kernelSize, IReadOnlyList<GhostPair> pairs) =>
        (Maps, KernelSize, _pairs) = (maps, kernelSize, pairs);

    /// <summary>The maps that were compared.</summary>
    public FeatureMaps Maps { get; }

    /// <summary>Height and width of each kernel (<c>d</c> in the paper).</summary>
    internal int KernelSize { get; }

    /// <summary>Number of pairs: that of the maps that are not constant.</summary>
    public int Count => _pairs.Count;

    /// <summary>A pair; 0 is the best.</summary>
    /// <param name="index">Which, from 0.</param>
    public GhostPair this[int index] => _pairs[index];

    /// <summary>Compares every map with every other.</summary>
    /// <remarks>
    /// Among sources that predict a map equally well the one with the lowest channel is taken. With few more values than
    /// the kernel has numbers any source seems to predict well: give more images where maps are small.
    /// </remarks>
    /// <param name="maps">The maps.</param>
    /// <param name="kernel">Height and width of the kernel: odd, at most 11.</param>
    /// <exception cref="ArgumentException">The maps hold NaN or infinity, or fewer values than the kernel has numbers.</exception>
    public static GhostPairs Find(FeatureMaps maps, int kernel = 3)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (kernel is < 1 or > LargestKernel || kernel % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, $"A kernel's size is odd and at most {LargestKernel}.");
        }

        var size = maps.Height * maps.Width;
        var unknowns = kernel * kernel + 1;
        if ((long)maps.Images * size <= unknowns)
        {
            throw new ArgumentException(
                $"A map has {maps.Images * size} values over all images, too few to fit a {kernel}×{kernel} kernel and a bias ({unknowns} numbers): give at least {unknowns / Math.Max(1, size) + 1} images.",
                nameof(maps));
        }

        var wrong = Array.FindIndex(maps.Values, value => !float.IsFinite(value));
        if (wrong >= 0)
        {
            throw new ArgumentException($"Map {wrong / size % maps.Channels} holds NaN or infinity.", nameof(maps));
        }

        return new GhostPairs(maps, kernel, GhostFit.Best(maps, kernel));
    }

    /// <summary>The best pairs of which no two have a map in common, as the paper's figure 1 shows them.</summary>
    /// <param name="count">How many at most.</param>
    public IReadOnlyList<GhostPair> Best(int count = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var used = new HashSet<int>();
        return [.. _pairs.Where(pair => !used.Contains(pair.Source) && used.Add(pair.Ghost) && used.Add(pair.Source)).Take(count)];
    }

    /// <summary>What a pair's cheap operation makes of its source.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="image">Which image of the batch, from 0.</param>
    /// <returns>The prediction of the map <see cref="GhostPair.Ghost"/>, <c>[H, W]</c>.</returns>
    public double[,] Predict(GhostPair pair, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Predict(Maps.Map(pair.Source, image));
    }

    /// <inheritdoc/>
    public IEnumerator<GhostPair> GetEnumerator() => _pairs.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many pairs there are, and the best of them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Maps}; {Count} pairs by a {KernelSize}×{KernelSize} kernel, {_pairs.Count(pair => pair.R2 >= 0.9)} with R² of 0.9 or more");
        foreach (var pair in Best(5))
        {
            text.AppendLine().Append("  ").Append(pair);
        }

        return text.ToString();
    }
}
