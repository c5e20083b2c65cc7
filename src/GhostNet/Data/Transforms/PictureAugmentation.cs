namespace GhostNet.Data;

/// <summary>Random changes to training pictures of any size that keep what they show. Drawn anew for each picture in each epoch.</summary>
/// <remarks>
/// They are done in the order of these properties. The seed, the epoch and the position decide the numbers: not the number of threads, nor what was
/// read before.
/// </remarks>
public sealed record PictureAugmentation
{
    /// <summary>No change: pictures are resized and cropped as for evaluation.</summary>
    public static PictureAugmentation None { get; } = new() { Crop = false, Flip = false };

    /// <summary>Random resized crop and flip: the usual choice.</summary>
    public static PictureAugmentation Standard { get; } = new();

    /// <summary>
    /// Whether a random part is cut out and resized. Area and aspect ratio are drawn up to ten times until the part fits into the picture; then
    /// it is the largest centred part with an allowed ratio (arXiv 1409.4842, section 6; torchvision's <c>RandomResizedCrop</c>). Default true.
    /// </summary>
    public bool Crop { get; init; } = true;

    /// <summary>The smallest part that <see cref="Crop"/> takes, as a fraction of the picture's area; the largest is the whole. Default 0.08.</summary>
    public double MinArea { get; init; } = 0.08;

    /// <summary>The largest ratio of width to height of that part; the smallest is its inverse. Default 4/3.</summary>
    public double MaxAspect { get; init; } = 4.0 / 3;

    /// <summary>
    /// Mirror each picture in every second epoch; the seed decides, per picture, whether in the even or the odd ones. So two epochs show all
    /// pictures both ways (alternating flip, arXiv 2404.00498, section 3.6). Default true.
    /// </summary>
    public bool Flip { get; init; } = true;

    /// <summary>Brightness is multiplied by a number from 1 − this to 1 + this. The four changes of colour are done in a random order. 0, the default, for none.</summary>
    public double Brightness { get; init; }

    /// <summary>Contrast is multiplied by a number from 1 − this to 1 + this. 0, the default, for none.</summary>
    public double Contrast { get; init; }

    /// <summary>Saturation is multiplied by a number from 1 − this to 1 + this. 0, the default, for none.</summary>
    public double Saturation { get; init; }

    /// <summary>The hue is turned by up to this part of the colour circle either way, at most 0.5. 0, the default, for none.</summary>
    public double Hue { get; init; }

    /// <summary>
    /// RandAugment (arXiv 1909.13719): how many operations are done, drawn from torchvision's 14 (identity, shear and translation in x and y,
    /// rotation, brightness, colour, contrast, sharpness, posterize, solarize, autocontrast, equalize). Pixels from outside are black.
    /// 0, the default, for none; 2 is usual.
    /// </summary>
    public int Operations { get; init; }

    /// <summary>How strong those operations are, from 0 to 30 (torchvision's 31 magnitudes). Default 9.</summary>
    public int Magnitude { get; init; } = 9;

    /// <summary>Edge of a random square that is blanked to the mean colour, in pixels of the result; 0, the default, for none (cutout, arXiv 1708.04552).</summary>
    public int Cutout { get; init; }

    /// <summary>
    /// Probability that a random rectangle of 2 to 33 % of the area, with an aspect ratio from 0.3 to 3.3, is blanked to the mean colour
    /// (random erasing, arXiv 1708.04896). 0, the default, for none.
    /// </summary>
    public double Erasing { get; init; }

    /// <summary>What is done, in words.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Crop ? FormattableString.Invariant($"crop of {100 * MinArea:0.#} to 100 % of the area") : null,
            Flip ? "flip" : null,
            Name("brightness", Brightness),
            Name("contrast", Contrast),
            Name("saturation", Saturation),
            Name("hue", Hue),
            Operations > 0 ? FormattableString.Invariant($"RandAugment {Operations} of magnitude {Magnitude}") : null,
            Name("cutout", Cutout),
            Name("erasing", Erasing),
        ];
        return parts.OfType<string>().DefaultIfEmpty("none").Aggregate(static (all, part) => $"{all}, {part}");

        static string? Name(string name, double value) => value > 0 ? FormattableString.Invariant($"{name} {value}") : null;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the property and says what is allowed.</exception>
    internal void Validate()
    {
        Require(MinArea is > 0 and <= 1, nameof(MinArea), MinArea, "above 0 and at most 1");
        Require(MaxAspect is >= 1 and <= 100, nameof(MaxAspect), MaxAspect, "from 1 to 100");
        Require(Brightness is >= 0 and <= 1, nameof(Brightness), Brightness, "from 0 (off) to 1");
        Require(Contrast is >= 0 and <= 1, nameof(Contrast), Contrast, "from 0 (off) to 1");
        Require(Saturation is >= 0 and <= 1, nameof(Saturation), Saturation, "from 0 (off) to 1");
        Require(Hue is >= 0 and <= 0.5, nameof(Hue), Hue, "from 0 (off) to 0.5");
        Require(Operations is >= 0 and <= RandAugment.Count, nameof(Operations), Operations, "from 0 (off) to 14");
        Require(Magnitude is >= 0 and <= RandAugment.MaxMagnitude, nameof(Magnitude), Magnitude, "from 0 to 30");
        Require(Cutout is >= 0 and <= 4096, nameof(Cutout), Cutout, "from 0 (off) to 4096");
        Require(Erasing is >= 0 and <= 1, nameof(Erasing), Erasing, "from 0 (off) to 1");
    }

    private static void Require(bool isGood, string property, double value, string allowed)
    {
        if (!isGood)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(PictureAugmentation)}.{property} is {value}, but must be {allowed}."), property);
        }
    }
}
