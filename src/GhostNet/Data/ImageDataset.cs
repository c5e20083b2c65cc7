namespace GhostNet.Data;

/// <summary>Labelled images of one size, all in one block of memory. Immutable; nothing to dispose.</summary>
public sealed class ImageDataset
{
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
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Name, Pixels, Labels, Channels, Height, Width) = (name, pixels, labels, channels, height, width);
        (ClassNames, Mean, Std, IsSynthetic) = (classNames, mean, std, isSynthetic);
        if (pixels.LongLength != (long)labels.Length * ImageSize)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {channels}×{height}×{width} take {(long)labels.Length * ImageSize} bytes, not {pixels.LongLength}.",
                nameof(pixels));
        }

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

    /// <summary>All pixels, <c>[N, C, H, W]</c> row by row.</summary>
    public byte[] Pixels { get; }

    /// <summary>One label per image.</summary>
    public int[] Labels { get; }

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

    /// <summary>The first <paramref name="count"/> images, copied; all when there are fewer.</summary>
    /// <param name="count">How many images.</param>
    public ImageDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        count = Math.Min(count, Count);
        return new ImageDataset(
            Name, Pixels[..(count * ImageSize)], Labels[..count], Channels, Height, Width, ClassNames, Mean, Std, IsSynthetic);
    }

    /// <summary>Some of the images, copied, in the order given.</summary>
    internal ImageDataset Subset(IReadOnlyList<int> images, string? name = null)
    {
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
        $"{Name}: {Count} images {Channels}×{Height}×{Width}, {ClassNames.Count} classes{(IsSynthetic ? " (synthetic)" : "")}";
}
