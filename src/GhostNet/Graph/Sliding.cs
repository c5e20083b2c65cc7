namespace GhostNet.Graph;

/// <summary>A height and a width, in pixels.</summary>
internal readonly record struct Extent(long Height, long Width)
{
    /// <summary>Both as libtorch wants them.</summary>
    public long[] ToArray() => [Height, Width];

    /// <summary>A list of one or two sizes.</summary>
    public static Extent Of(IReadOnlyList<long> sizes) => new(sizes[0], sizes[^1]);
}

/// <summary>How a window slides over maps.</summary>
/// <param name="Stride">The distance of two places.</param>
/// <param name="Padding">The border around the maps, on each side.</param>
/// <param name="Dilation">The distance of two pixels under the window.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
internal sealed record Sliding(Extent Stride, Extent Padding, Extent Dilation, long Groups = 1)
{
    /// <summary>A window that moves by the same step in both directions.</summary>
    public static Sliding By(long stride, long padding = 0, long groups = 1) =>
        new(new Extent(stride, stride), new Extent(padding, padding), new Extent(1, 1), groups);
}
