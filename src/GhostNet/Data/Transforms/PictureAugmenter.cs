namespace GhostNet.Data;

/// <summary>Makes images of a model's size from pictures, varied or not. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed class PictureAugmenter
{
    private readonly PictureTransform _transform;
    private readonly PictureAugmentation _augmentation;
    private readonly int _channels;

    /// <summary>Allocates nothing yet.</summary>
    /// <param name="transform">Size and interpolation of the result, and what is done where the augmentation crops nothing.</param>
    /// <param name="augmentation">How pictures are varied.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1: one per channel of the result, 3 or 1.</param>
    public PictureAugmenter(PictureTransform transform, PictureAugmentation augmentation, IReadOnlyList<float> mean)
    {
        augmentation.Validate();
        (_transform, _augmentation, _channels) = (transform, augmentation, mean.Count);
    }

    /// <summary>The part that is cut out of a picture; null for what <see cref="PictureTransform"/> does, which needs the whole.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="draw">Which random numbers.</param>
    public CropBox? Box(int width, int height, in PictureDraw draw) => throw new NotImplementedException();

    /// <summary>Makes the image.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="box">What <see cref="Box"/> gave, scaled where the picture was decoded at another size than it was asked with.</param>
    /// <param name="draw">Which random numbers.</param>
    /// <param name="planes">Takes the result, <c>[C, Size, Size]</c>.</param>
    public void Apply(Picture picture, CropBox? box, in PictureDraw draw, Span<byte> planes) => throw new NotImplementedException();
}
