namespace GhostNet.Graph;

/// <summary>A height and a width, in pixels.</summary>
internal readonly record struct Extent(long Height, long Width)
{
    /// <summary>Both as libtorch wants them.</summary>
    public long[] ToArray() => [Height, Width];

    /// <summary>A list of one or two sizes.</summary>
    public static Extent Of(IReadOnlyList<long> sizes) => new(sizes[0], sizes[^1]);
}
