namespace GhostNet.Graph;

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
