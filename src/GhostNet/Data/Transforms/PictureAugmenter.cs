namespace GhostNet.Data;

/// <summary>Makes images of a model's size from pictures, varied or not. Holds scratch memory, which is used again: one for each thread.</summary>
internal sealed class PictureAugmenter
{
    private const int EraseTries = 10;
    private const double MinErased = 0.02;
    private const double MaxErased = 0.33;
    private static readonly double s_maxErasedAspect = Math.Log(3.3);
    private static readonly double s_minErasedAspect = Math.Log(0.3);

    private readonly PictureTransform _transform;
    private readonly PictureAugmentation _augmentation;
    private readonly PictureResizer _resizer = new();
    private readonly byte[] _mean;
    private readonly byte[] _colours;
    private readonly byte[] _scratch;

    /// <summary>Allocates scratch memory for four images at most; that for resizing grows with the pictures.</summary>
    /// <param name="transform">Size and interpolation of the result, and what is done where the augmentation crops nothing.</param>
    /// <param name="augmentation">How pictures are varied.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1: one per channel of the result, 3 or 1.</param>
    public PictureAugmenter(PictureTransform transform, PictureAugmentation augmentation, IReadOnlyList<float> mean)
    {
        augmentation.Validate();
        (_transform, _augmentation) = (transform, augmentation);
        _mean = [.. mean.Select(value => (byte)Math.Clamp(Math.Round(255 * value), 0, 255))];
        var changesColour = augmentation.Operations > 0 || Jitters.Any(jitter => jitter > 0);
        _scratch = augmentation.Operations > 0 ? new byte[PlaneSize] : [];
        _colours = changesColour && mean.Count == 1 ? new byte[Picture.Channels * PlaneSize] : [];
    }

    private int PlaneSize => _transform.Size * _transform.Size;

    private double[] Jitters => [_augmentation.Brightness, _augmentation.Contrast, _augmentation.Saturation, _augmentation.Hue];

    /// <summary>The part that is cut out of a picture; null for what <see cref="PictureTransform"/> does, which needs the whole.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="draw">Which random numbers.</param>
    public CropBox? Box(int width, int height, in PictureDraw draw) =>
        _augmentation.Crop ? CropBox.Draw(width, height, _augmentation.MinArea, _augmentation.MaxAspect, draw.ForCrop()) : null;

    /// <summary>Makes the image.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="box">What <see cref="Box"/> gave, scaled where the picture was decoded at another size than it was asked with.</param>
    /// <param name="draw">Which random numbers.</param>
    /// <param name="planes">Takes the result, <c>[C, Size, Size]</c>.</param>
    public void Apply(Picture picture, CropBox? box, in PictureDraw draw, Span<byte> planes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(planes.Length, _mean.Length * PlaneSize);
        var random = draw.ForChanges();

        // A grey image is made from a coloured one, once its colours have been changed.
        var isGreyLater = _colours.Length > 0;
        var image = isGreyLater ? _colours : planes;
        Resize(picture, box, image);
        if (_augmentation.Flip && AugmentationParameters.IsFlipped(draw.Seed, draw.Epoch, draw.Image))
        {
            for (var row = 0; row < image.Length; row += _transform.Size)
            {
                image.Slice(row, _transform.Size).Reverse();
            }
        }

        Jitter(image, ref random);
        for (var i = 0; i < _augmentation.Operations; i++)
        {
            var operation = random.Below(RandAugment.Count);
            RandAugment.Apply(image, _transform.Size, _scratch, operation, _augmentation.Magnitude, random.Below(2) == 1);
        }

        if (isGreyLater)
        {
            PixelPlanes.ToLuma(image, planes);
        }

        if (_augmentation.Cutout > 0)
        {
            // The centre lies anywhere in the image, so the square may stick out, as in the paper.
            var top = random.Below(_transform.Size) - (_augmentation.Cutout / 2);
            var left = random.Below(_transform.Size) - (_augmentation.Cutout / 2);
            Blank(planes, top, left, _augmentation.Cutout, _augmentation.Cutout);
        }

        if (_augmentation.Erasing > 0 && random.Unit() < _augmentation.Erasing)
        {
            Erase(planes, ref random);
        }
    }

    private void Resize(Picture picture, CropBox? box, Span<byte> image)
    {
        var channels = image.Length / PlaneSize;
        if (box is not { } part)
        {
            _transform.Apply(picture, channels, _resizer, image);
            return;
        }

        var columns = new ResizedAxis(part.Left, part.Left + part.Width, _transform.Size, First: 0, Count: _transform.Size);
        var rows = new ResizedAxis(part.Top, part.Top + part.Height, _transform.Size, First: 0, Count: _transform.Size);
        _resizer.Resize(picture, columns, rows, _transform.Interpolation, channels, image);
    }

    /// <summary>Changes the colours in a random order, as torchvision's <c>ColorJitter</c>.</summary>
    private void Jitter(Span<byte> image, ref SplitMix64 random)
    {
        Span<int> order = [0, 1, 2, 3];
        var most = Jitters;
        for (var i = 0; i < order.Length; i++)
        {
            var chosen = i + random.Below(order.Length - i);
            (order[i], order[chosen]) = (order[chosen], order[i]);
            var change = random.Between(-most[order[i]], most[order[i]]);
            if (most[order[i]] == 0)
            {
                continue;
            }

            switch (order[i])
            {
                case 0:
                    PictureColors.Brightness(image, 1 + change);
                    break;
                case 1:
                    PictureColors.Contrast(image, 1 + change);
                    break;
                case 2:
                    PictureColors.Saturation(image, 1 + change);
                    break;
                default:
                    PictureColors.Hue(image, change);
                    break;
            }
        }
    }

    /// <summary>Random erasing with torchvision's numbers.</summary>
    private void Erase(Span<byte> planes, ref SplitMix64 random)
    {
        var size = _transform.Size;
        for (var i = 0; i < EraseTries; i++)
        {
            var area = PlaneSize * random.Between(MinErased, MaxErased);
            var aspect = Math.Exp(random.Between(s_minErasedAspect, s_maxErasedAspect));
            int height = (int)Math.Round(Math.Sqrt(area * aspect)), width = (int)Math.Round(Math.Sqrt(area / aspect));
            if (height < size && width < size)
            {
                var top = random.Below(size - height + 1);
                Blank(planes, top, random.Below(size - width + 1), height, width);
                return;
            }
        }
    }

    private void Blank(Span<byte> planes, int top, int left, int height, int width)
    {
        var size = _transform.Size;
        int first = Math.Max(top, 0), last = Math.Min(top + height, size);
        int from = Math.Max(left, 0), to = Math.Min(left + width, size);
        for (var channel = 0; channel < _mean.Length; channel++)
        {
            for (var y = first; y < last; y++)
            {
                planes.Slice((channel * PlaneSize) + (y * size) + from, to - from).Fill(_mean[channel]);
            }
        }
    }
}
