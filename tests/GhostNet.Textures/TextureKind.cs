namespace GhostNet.Textures;

/// <summary>The classes of the pictures.</summary>
internal enum TextureKind
{
    /// <summary>Patches without an order, as of clouds.</summary>
    Blobs,

    /// <summary>The fields of a chessboard.</summary>
    Checks,

    /// <summary>Discs in rows.</summary>
    Dots,

    /// <summary>Parallel lines.</summary>
    Stripes,
}
