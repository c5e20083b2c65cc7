namespace GhostNet.Data;

/// <summary>Random changes to a training image that keep what it shows.</summary>
public sealed record Augmentation
{
    /// <summary>No change: for testing.</summary>
    public static Augmentation None { get; } = new() { Padding = 0, Flip = false };

    /// <summary>Crop with padding 4 and horizontal flip: the usual choice for 32×32 images.</summary>
    public static Augmentation Standard { get; } = new();

    /// <summary>The image is padded with black by this many pixels on each side, and a random window of its own size is cut out.</summary>
    public int Padding { get; init; } = 4;

    /// <summary>
    /// Mirror each image in every second epoch, unless left and right matter, as in digits; the seed decides, per image, whether in the even or the odd ones. So two epochs show all images both
    /// ways, which chance alone would not (alternating flip, arXiv 2404.00498, section 3.6).
    /// </summary>
    public bool Flip { get; init; } = true;

    /// <summary>Edge of a random square that is blanked to the mean colour, in pixels; 0 for none (arXiv 1708.04552).</summary>
    public int Cutout { get; init; }
}
