namespace GhostNet.Data;

/// <summary>Reads, varies and normalises pictures. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed class PictureWorker
{
    private readonly ImageDataset _dataset;
    private readonly PictureReader _reader;
    private readonly PictureAugmenter _augmenter;
    private readonly byte[] _planes;
    private readonly float[] _scale;
    private readonly float[] _bias;

    /// <summary>Allocates the memory.</summary>
    /// <param name="dataset">A data set of pictures.</param>
    /// <param name="augmentation">How they are varied.</param>
    public PictureWorker(ImageDataset dataset, PictureAugmentation augmentation)
    {
        var store = dataset.Pictures!;
        _dataset = dataset;
        _reader = store.CreateReader();
        _augmenter = new PictureAugmenter(store.Transform, augmentation, dataset.Mean);
        _planes = new byte[dataset.ImageSize];
        (_scale, _bias) = CpuAugmenter.Factors(dataset.Mean, dataset.Std);
    }

    /// <summary>Makes the pixels of an image, <c>[C, H, W]</c>.</summary>
    /// <param name="draw">Which image, and the random numbers for it.</param>
    /// <returns>Valid until the next one is made.</returns>
    public ReadOnlySpan<byte> Pixels(in PictureDraw draw)
    {
        var picture = _dataset.Pictures!.Read(_dataset.PictureIndex(draw.Image), _reader);
        _augmenter.Apply(picture, _augmenter.Box(picture.Width, picture.Height, draw), draw, _planes);
        return _planes;
    }

    /// <summary>Makes an image and normalises it.</summary>
    /// <param name="draw">Which image, and the random numbers for it.</param>
    /// <param name="target">Takes it, <c>[C, H, W]</c>.</param>
    public void Write(in PictureDraw draw, Span<float> target)
    {
        var pixels = Pixels(draw);
        var plane = pixels.Length / _scale.Length;
        for (var channel = 0; channel < _scale.Length; channel++)
        {
            CpuAugmenter.Normalize(pixels.Slice(channel * plane, plane), target.Slice(channel * plane, plane), _scale[channel], _bias[channel]);
        }
    }
}
