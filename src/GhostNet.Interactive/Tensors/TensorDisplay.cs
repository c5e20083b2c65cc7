namespace GhostNet.Interactive;

/// <summary>What a tensor is shown as.</summary>
public enum TensorDisplay
{
    /// <summary>What fits its shape: a value, bars, a heat map, an image, a grid of channels, a gallery.</summary>
    Auto,

    /// <summary>A picture: <c>[H, W]</c>, <c>[1 or 3, H, W]</c> or <c>[H, W, 3]</c>; of a batch <c>[N, C, H, W]</c> the first.</summary>
    Image,

    /// <summary>The last two dimensions as colours; of the others the first entry.</summary>
    HeatMap,

    /// <summary>Each channel of <c>[C, H, W]</c> as a heat map; for <c>[N, C, H, W]</c> a row for each entry of the batch.</summary>
    Channels,

    /// <summary>Each image of a batch <c>[N, C, H, W]</c> with 1 or 3 channels.</summary>
    Gallery,

    /// <summary>A bar for each value, in order.</summary>
    Bars,

    /// <summary>How often each value occurs.</summary>
    Histogram,

    /// <summary>The numbers themselves.</summary>
    Numbers,
}
