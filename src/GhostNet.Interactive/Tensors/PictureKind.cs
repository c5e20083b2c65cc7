namespace GhostNet.Interactive.Tensors;

/// <summary>A kind of picture of a tensor.</summary>
internal enum PictureKind
{
    /// <summary>None: only the numbers are shown.</summary>
    None,

    /// <summary>A single value, large.</summary>
    Value,

    /// <summary>A bar for each value.</summary>
    Bars,

    /// <summary>A small matrix with its numbers.</summary>
    Cells,

    /// <summary>Images or heat maps, one or many.</summary>
    Tiles,

    /// <summary>How often each value occurs.</summary>
    Histogram,
}
