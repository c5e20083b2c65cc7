namespace GhostNet.Inspection;

/// <summary>How a feature map came to be.</summary>
public enum MapKind
{
    /// <summary>By a layer that makes no difference between its maps.</summary>
    Ordinary,

    /// <summary>By the ordinary convolution of a Ghost module.</summary>
    Intrinsic,

    /// <summary>By the cheap operation of a Ghost module, from an intrinsic map.</summary>
    Ghost,
}
