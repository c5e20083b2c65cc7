namespace GhostNet.Data;

/// <summary>Which image goes into a batch, and how it is varied.</summary>
/// <param name="Image">Index of the image in its data set.</param>
/// <param name="Top">Row of the image that becomes row 0; rows outside the image are black.</param>
/// <param name="Left">Column of the image that becomes column 0 (before mirroring).</param>
/// <param name="Flip">Whether the result is mirrored.</param>
/// <param name="CutTop">First row of the blanked square; may be negative.</param>
/// <param name="CutLeft">First column of the blanked square; may be negative.</param>
internal readonly record struct AugmentationParameters(int Image, int Top = 0, int Left = 0, bool Flip = false, int CutTop = 0, int CutLeft = 0)
{
    /// <summary>Stream of random numbers that is the same in every epoch; those of an epoch have its number, 0 and up.</summary>
    private const int AllEpochs = -1;

    /// <summary>Draws at random: the same for the same seed, epoch and position in it.</summary>
    public static AugmentationParameters Draw(int image, ImageDataset dataset, Augmentation augmentation, int seed, int epoch, int position)
    {
        var random = new SplitMix64(seed, epoch, position);
        var offsets = (2 * augmentation.Padding) + 1;
        var top = random.Below(offsets) - augmentation.Padding;
        var left = random.Below(offsets) - augmentation.Padding;
        var flip = augmentation.Flip && IsFlipped(seed, epoch, image);

        // The centre lies anywhere in the image, so the square may stick out, as in the paper.
        var cutTop = random.Below(dataset.Height) - (augmentation.Cutout / 2);
        var cutLeft = random.Below(dataset.Width) - (augmentation.Cutout / 2);
        return new AugmentationParameters(image, top, left, flip, cutTop, cutLeft);
    }

    /// <summary>Whether an image is mirrored in an epoch: in every second one, by chance in the even or the odd ones.</summary>
    public static bool IsFlipped(int seed, int epoch, int image) => (new SplitMix64(seed, AllEpochs, image).Below(2) + epoch) % 2 == 1;
}
