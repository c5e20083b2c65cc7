namespace GhostNet.Data;

/// <summary>RandAugment (arXiv 1909.13719) with torchvision's operations, their strengths and order.</summary>
internal static class RandAugment
{
    /// <summary>Number of operations.</summary>
    public const int Count = 14;

    /// <summary>The largest magnitude.</summary>
    public const int MaxMagnitude = 30;

    private const double MaxShear = 0.3;
    private const double MaxTranslation = 150.0 / 331;
    private const double MaxRotation = 30;
    private const double MaxEnhancement = 0.9;

    /// <summary>Does one operation.</summary>
    /// <param name="planes">The picture, <c>[3, H, W]</c>, square.</param>
    /// <param name="side">Its edge.</param>
    /// <param name="scratch">Memory for one plane.</param>
    /// <param name="operation">Which operation, from 0.</param>
    /// <param name="magnitude">How strong, from 0 to 30.</param>
    /// <param name="isNegative">Whether an operation with a direction goes the other way.</param>
    public static void Apply(Span<byte> planes, int side, Span<byte> scratch, int operation, int magnitude, bool isNegative)
    {
        var strength = (isNegative ? -1.0 : 1) * magnitude / MaxMagnitude;
        switch (operation)
        {
            case 0:
                break;
            case 1:
                PictureWarps.ShearX(planes, side, scratch, MaxShear * strength);
                break;
            case 2:
                PictureWarps.ShearY(planes, side, scratch, MaxShear * strength);
                break;
            case 3:
                PictureWarps.Translate(planes, side, scratch, (int)(MaxTranslation * side * strength), 0);
                break;
            case 4:
                PictureWarps.Translate(planes, side, scratch, 0, (int)(MaxTranslation * side * strength));
                break;
            case 5:
                PictureWarps.Rotate(planes, side, scratch, MaxRotation * strength);
                break;
            case 6:
                PictureColors.Brightness(planes, 1 + (MaxEnhancement * strength));
                break;
            case 7:
                PictureColors.Saturation(planes, 1 + (MaxEnhancement * strength));
                break;
            case 8:
                PictureColors.Contrast(planes, 1 + (MaxEnhancement * strength));
                break;
            case 9:
                PictureWarps.Sharpness(planes, side, scratch, 1 + (MaxEnhancement * strength));
                break;
            case 10:
                PictureColors.Posterize(planes, 8 - (int)Math.Round(4 * Math.Abs(strength)));
                break;
            case 11:
                PictureColors.Solarize(planes, 255 * (1 - Math.Abs(strength)));
                break;
            case 12:
                PictureColors.AutoContrast(planes);
                break;
            case 13:
                PictureColors.Equalize(planes);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(operation), operation, "There are 14 operations.");
        }
    }
}
