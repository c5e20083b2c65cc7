namespace GhostNet.Data;

/// <summary>How the pixels of a resized picture are made from those of the original. Both average all pixels that a smaller one covers.</summary>
public enum Interpolation
{
    /// <summary>Weights fall linearly with the distance: a little soft.</summary>
    Bilinear,

    /// <summary>A cubic curve (a = −0.5): sharper. What most pretrained weights expect.</summary>
    Bicubic,
}
