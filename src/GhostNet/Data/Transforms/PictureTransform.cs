namespace GhostNet.Data;

/// <summary>How a picture of any size becomes the image that a model is evaluated on: resized, then its centre is cut out.</summary>
/// <remarks>
/// The shorter edge is resized to <see cref="Size"/> / <see cref="CropFraction"/>, rounded down, and the longer one in proportion, also rounded
/// down: the rules of timm and torchvision. The pixels are PIL's, bit for bit.
/// </remarks>
public sealed record PictureTransform
{
    /// <summary>The largest size: more than any network takes.</summary>
    private const int MaxSize = 4096;

    private const double MinCropFraction = 0.01;

    /// <summary>Creates a transform.</summary>
    /// <param name="size">Height and width of the result, in pixels.</param>
    /// <param name="cropFraction">Fraction of the resized shorter edge that is kept, above 0 and at most 1.</param>
    /// <param name="interpolation">How the pixels are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not above 0, or the fraction is out of range.</exception>
    public PictureTransform(int size, double cropFraction = 0.875, Interpolation interpolation = Interpolation.Bicubic)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        if (cropFraction is not (>= MinCropFraction and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(cropFraction), cropFraction, FormattableString.Invariant($"The fraction of the picture that is kept must be from {MinCropFraction} to 1."));
        }

        if (!Enum.IsDefined(interpolation))
        {
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Take Bilinear or Bicubic.");
        }

        (Size, CropFraction, Interpolation) = (size, cropFraction, interpolation);
    }

    /// <summary>Height and width of the result, in pixels.</summary>
    public int Size { get; }

    /// <summary>Fraction of the resized shorter edge that is kept, above 0 and at most 1.</summary>
    public double CropFraction { get; }

    /// <summary>How the pixels are made.</summary>
    public Interpolation Interpolation { get; }

    /// <summary>What the shorter edge is resized to, in pixels.</summary>
    internal int ResizedEdge => (int)Math.Floor(Size / CropFraction);

    /// <summary>The size, the fraction and the interpolation.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Size}×{Size}, crop fraction {CropFraction}, {(Interpolation == Interpolation.Bicubic ? "bicubic" : "bilinear")}");

    /// <summary>Resizes a picture and cuts out its centre.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="channels">3 for colour, 1 for grey (the luma of ITU-R BT.601).</param>
    /// <param name="resizer">Scratch memory, of the calling thread alone.</param>
    /// <param name="planes">Takes the result, <c>[C, Size, Size]</c>.</param>
    internal void Apply(Picture picture, int channels, PictureResizer resizer, Span<byte> planes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(planes.Length, channels * Size * Size);
        var shorter = Math.Min(picture.Width, picture.Height);
        resizer.Resize(picture, Axis(picture.Width, shorter), Axis(picture.Height, shorter), Interpolation, channels, planes);
    }

    /// <summary>An edge of the picture, resized, and the part of it that is kept.</summary>
    private ResizedAxis Axis(int edge, int shorter)
    {
        var resized = (int)((long)ResizedEdge * edge / shorter);

        // A half is rounded to the even number, as Python does.
        return new ResizedAxis(0, edge, resized, First: (int)Math.Round((resized - Size) / 2.0), Count: Size);
    }
}
