namespace GhostNet.Data;

/// <summary>Labelled images of one size. Immutable; nothing to dispose.</summary>
/// <remarks>
/// There are two kinds: images in one block of memory, such as those of CIFAR-10, and pictures of any size, which are decoded and resized when
/// they are needed (<see cref="FromPictures"/>).
/// </remarks>
public sealed class ImageDataset
{
    private readonly byte[]? _pixels;
    private readonly int[] _pictureIndices = [];

    /// <summary>Creates a data set over existing memory, which is not copied.</summary>
    /// <param name="name">What it is called, such as <c>CIFAR-10 train</c>.</param>
    /// <param name="pixels">All pixels, <c>[N, C, H, W]</c> row by row.</param>
    /// <param name="labels">One label per image, from 0 up to but not including the number of classes.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1, for normalisation.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1, for normalisation.</param>
    /// <param name="isSynthetic">True when a program drew the images.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other, a label names no class, or a standard deviation is not above 0.</exception>
    public ImageDataset(
        string name,
        byte[] pixels,
        int[] labels,
        int channels,
        int height,
        int width,
        IReadOnlyList<string> classNames,
        IReadOnlyList<float> mean,
        IReadOnlyList<float> std,
        bool isSynthetic = false)
        : this(name, labels, channels, height, width, classNames, mean, std)
    {
        (_pixels, IsSynthetic) = (pixels, isSynthetic);
        if (pixels.LongLength != (long)labels.Length * ImageSize)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {channels}×{height}×{width} take {(long)labels.Length * ImageSize} bytes, not {pixels.LongLength}.",
                nameof(pixels));
        }
    }

    /// <summary>Creates a data set of pictures.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="indices">Which of them.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="mean">Mean of each channel.</param>
    /// <param name="std">Standard deviation of each channel.</param>
    /// <param name="skipped">Broken pictures that were left out.</param>
    internal ImageDataset(
        string name,
        PictureStore pictures,
        int[] indices,
        IReadOnlyList<string> classNames,
        IReadOnlyList<float> mean,
        IReadOnlyList<float> std,
        IReadOnlyList<FileCheck> skipped)
        : this(name, Array.ConvertAll(indices, pictures.Source.LabelOf), mean.Count, pictures.Transform.Size, pictures.Transform.Size, classNames, mean, std)
    {
        (Pictures, _pictureIndices, Skipped) = (pictures, indices, skipped);
        if (pictures.Source.Count > 0 && pictures.Source.LabelsOf(0) is not null)
        {
            LabelSets = Array.ConvertAll(indices, LabelSetOf);
        }
    }

    private ImageDataset(
        string name, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Name, Labels, Channels, Height, Width, ClassNames, Mean, Std) = (name, labels, channels, height, width, classNames, mean, std);
        if (mean.Count != channels || std.Count != channels)
        {
            throw new ArgumentException($"Give one mean and one standard deviation for each of the {channels} channels.", nameof(mean));
        }

        if (!mean.All(float.IsFinite) || !std.All(value => float.IsFinite(value) && value > 0))
        {
            throw new ArgumentException(
                $"Means ({string.Join(", ", mean)}) must be finite, and standard deviations ({string.Join(", ", std)}) finite and above 0: images are divided by them.",
                nameof(std));
        }

        var wrong = Array.FindIndex(labels, label => (uint)label >= (uint)classNames.Count);
        if (wrong >= 0)
        {
            throw new ArgumentException($"Image {wrong} has label {labels[wrong]}, but there are {classNames.Count} classes: a label is from 0 to {classNames.Count - 1}.", nameof(labels));
        }
    }

    /// <summary>What the data set is called.</summary>
    public string Name { get; }

    /// <summary>All pixels, <c>[N, C, H, W]</c> row by row, of a data set in one block of memory.</summary>
    /// <exception cref="InvalidOperationException">The images are decoded when they are needed: take <see cref="Image"/>.</exception>
    public byte[] Pixels => _pixels ?? throw new InvalidOperationException(
        $"The images of {Name} are decoded when they are needed, so there is no block with all pixels: take {nameof(Image)}(index).");

    /// <summary>One label per image: of several the first.</summary>
    public int[] Labels { get; }

    /// <summary>All classes of each image, where images have several (multi-label); null where each has one class.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? LabelSets { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Channels of an image.</summary>
    public int Channels { get; }

    /// <summary>Height of an image in pixels.</summary>
    public int Height { get; }

    /// <summary>Width of an image in pixels.</summary>
    public int Width { get; }

    /// <summary>Bytes of an image.</summary>
    public int ImageSize => Channels * Height * Width;

    /// <summary>The names of the classes; a label is an index into it.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Mean of each channel, in the range 0 to 1.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel, in the range 0 to 1.</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>True when a program drew the images.</summary>
    public bool IsSynthetic { get; }

    /// <summary>How pictures of any size become images of this data set; null when its images are in one block of memory.</summary>
    public PictureTransform? Transform => Pictures?.Transform;

    /// <summary>Broken pictures that were left out, each with what is wrong; empty as a rule.</summary>
    public IReadOnlyList<FileCheck> Skipped { get; } = [];

    /// <summary>The pictures that the images are made of; null when they are in one block of memory.</summary>
    internal PictureStore? Pictures { get; }

    /// <summary>Makes a data set of pictures of any size, of a source of your own. For folders of pictures see <see cref="ImageFolder"/>.</summary>
    /// <remarks>Each picture is decoded once now, to find those that are broken, and again by several threads when it is needed, unless it is still in memory.</remarks>
    /// <param name="source">The pictures.</param>
    /// <param name="transform">Size of the images, and how pictures get it; null for 224×224.</param>
    /// <param name="skipBroken">Whether pictures that cannot be read are left out, and named in <see cref="Skipped"/>; else they are an error that names them.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1: three numbers for colour, one for grey. Null for that of ImageNet, which pretrained weights expect.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1; null for that of ImageNet.</param>
    /// <param name="cacheMegabytes">Memory for decoded pictures. Those that do not fit are decoded again in each epoch.</param>
    /// <param name="progress">Told which fraction of the pictures has been looked at, 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">A label names no class, or mean and standard deviation do not fit.</exception>
    /// <exception cref="InvalidDataException">Pictures are broken; the message names them.</exception>
    public static ImageDataset FromPictures(
        IImageSource source,
        PictureTransform? transform = null,
        bool skipBroken = false,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null,
        int cacheMegabytes = PictureBudget.UsualMegabytes,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new PictureLoad(transform ?? new PictureTransform(224), mean, std, skipBroken, new PictureBudget(cacheMegabytes))
            .Load([source], progress, cancellationToken)[0];
    }

    /// <summary>The pixels of an image as a model is evaluated on it, not normalised.</summary>
    /// <param name="index">Index of the image.</param>
    /// <returns>A new array <c>[C, H, W]</c>, row by row.</returns>
    /// <exception cref="IOException">A picture can't be read any more.</exception>
    public byte[] Image(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _pixels is not null
            ? _pixels.AsSpan(index * ImageSize, ImageSize).ToArray()
            : new PictureWorker(this, PictureAugmentation.None).Pixels(new PictureDraw(Seed: 0, Epoch: 0, Position: 0, index)).ToArray();
    }

    /// <summary>The first <paramref name="count"/> images, copied; all when there are fewer.</summary>
    /// <param name="count">How many images.</param>
    public ImageDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Subset([.. Enumerable.Range(0, Math.Min(count, Count))]);
    }

    private IReadOnlyList<int> LabelSetOf(int picture)
    {
        var labels = Pictures!.Source.LabelsOf(picture) ?? [];
        return labels.Count > 0 && labels.Distinct().Count() == labels.Count && labels.All(label => (uint)label < (uint)ClassNames.Count)
            ? labels
            : throw new ArgumentException(
                $"{Pictures.Source.NameOf(picture)} has the labels [{string.Join(", ", labels)}], but must have at least one, each once and from 0 to {ClassNames.Count - 1}.");
    }

    /// <summary>The index of an image among the pictures of the source.</summary>
    internal int PictureIndex(int image) => _pictureIndices[image];

    /// <summary>What an image is called in messages.</summary>
    internal string NameOf(int image) => Pictures?.Source.NameOf(PictureIndex(image)) ?? FormattableString.Invariant($"image {image}");

    /// <summary>What tells an image from others.</summary>
    internal PictureFingerprint Fingerprint(int image) => Pictures?.Fingerprints[PictureIndex(image)]
        ?? PictureFingerprint.Of(Pixels.AsSpan(image * ImageSize, ImageSize));

    /// <summary>Some of the images, copied, in the order given.</summary>
    internal ImageDataset Subset(IReadOnlyList<int> images, string? name = null)
    {
        if (Pictures is not null)
        {
            return new ImageDataset(name ?? Name, Pictures, [.. images.Select(PictureIndex)], ClassNames, Mean, Std, Skipped);
        }

        var pixels = new byte[(long)images.Count * ImageSize];
        for (var i = 0; i < images.Count; i++)
        {
            Array.Copy(Pixels, (long)images[i] * ImageSize, pixels, (long)i * ImageSize, ImageSize);
        }

        return new ImageDataset(
            name ?? Name, pixels, [.. images.Select(image => Labels[image])], Channels, Height, Width, ClassNames, Mean, Std, IsSynthetic);
    }

    /// <summary>The name, the number of images and their size.</summary>
    public override string ToString() =>
        $"{Name}: {Count} images {Channels}×{Height}×{Width}, {ClassNames.Count} classes{(LabelSets is null ? "" : ", several in an image")}{(IsSynthetic ? " (synthetic)" : "")}";
}
