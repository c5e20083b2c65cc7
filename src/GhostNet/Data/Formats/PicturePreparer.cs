using SkiaSharp;

namespace GhostNet.Data;

/// <summary>Reads pictures as a model is shown them for evaluation. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed class PicturePreparer
{
    /// <summary>What to do when the file of a picture is missing or empty.</summary>
    public const string Remedy = "Give the path of a picture.";

    private readonly int _channels;
    private readonly int _height;
    private readonly int _width;
    private readonly byte[] _planes;
    private readonly CpuAugmenter _normalizer;
    private readonly PictureTransform? _transform;
    private readonly PictureReader? _reader;
    private readonly PictureResizer _resizer = new();

    /// <summary>Prepares to read.</summary>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="height">Height wanted, in pixels.</param>
    /// <param name="width">Width wanted, in pixels.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1.</param>
    /// <param name="transform">
    /// How the pictures of the data set were brought to their size; null for the largest centred part with the wanted aspect ratio, resized by averaging.
    /// </param>
    public PicturePreparer(
        int channels, int height, int width, IReadOnlyList<float> mean, IReadOnlyList<float> std, PictureTransform? transform = null)
    {
        (_channels, _height, _width, _transform) = (channels, height, width, transform);
        _planes = new byte[channels * height * width];
        _normalizer = new CpuAugmenter(new ImageDataset("picture", _planes, [0], channels, height, width, ["?"], mean, std), cutout: 0);
        _reader = transform is null ? null : new PictureReader(transform.ResizedEdge);
    }

    /// <summary>The shape of an image, <c>[C, H, W]</c>.</summary>
    public long[] Shape => [_channels, _height, _width];

    /// <summary>Reads a picture.</summary>
    /// <param name="file">The file, from here to its end.</param>
    /// <param name="name">What the picture is called.</param>
    /// <returns>The normalised image, <c>[C, H, W]</c>.</returns>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    public float[] Read(Stream file, string name)
    {
        if (_transform is null)
        {
            using var picture = PictureDecoder.Decode(file, name, _width, _height);
            Separate(picture);
        }
        else
        {
            _transform.Apply(_reader!.Read(file, name), _channels, _resizer, _planes);
        }

        var values = new float[_planes.Length];
        _normalizer.Write(new AugmentationParameters(Image: 0), values);
        return values;
    }

    /// <summary>One plane per channel; grey is the luma of ITU-R BT.601, as in most libraries.</summary>
    private void Separate(SKBitmap bitmap)
    {
        var size = bitmap.Width * bitmap.Height;
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < size; i++)
        {
            var (red, green, blue) = (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2]);
            if (_channels == 1)
            {
                _planes[i] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
            }
            else
            {
                (_planes[i], _planes[size + i], _planes[(2 * size) + i]) = (red, green, blue);
            }
        }
    }
}
