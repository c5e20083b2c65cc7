using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>Reads a picture of any size from a file, ready for a model.</summary>
public static class ImageFile
{
    /// <summary>Loads a PNG, JPEG, WebP, GIF or BMP file as the images of a data set are: same size, channels and normalisation.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The data set that the model was trained on.</param>
    /// <returns>A float32 tensor <c>[1, C, H, W]</c>, which the caller disposes.</returns>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a picture, is damaged, or has too many pixels.</exception>
    public static Tensor Load(string path, ImageDataset like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return like.Transform is { } transform
            ? Load(path, transform, like.Mean, like.Std)
            : Load(path, like.Channels, like.Height, like.Width, like.Mean, like.Std);
    }

    /// <summary>Loads a PNG, JPEG, WebP, GIF or BMP file as pictures of a data set are shown to a model for evaluation: the same bits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="transform">The transform of the data set that the model was trained on.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1: three numbers for colour, one for grey.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1.</param>
    /// <returns>A float32 tensor <c>[1, C, Size, Size]</c>, which the caller disposes.</returns>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or has too many pixels.</exception>
    public static Tensor Load(string path, PictureTransform transform, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(transform);
        RequireChannels(mean.Count, nameof(mean));
        return Load(path, new PicturePreparer(mean.Count, transform.Size, transform.Size, mean, std, transform));
    }

    /// <summary>Loads a PNG, JPEG, WebP, GIF or BMP file.</summary>
    /// <remarks>
    /// The largest centred part with the wanted aspect ratio is taken and resized by averaging; a photograph is turned the way its
    /// camera was held; transparent parts become white; of an animation the first frame is used. Decoding takes at most
    /// 256 MB beyond twice the size of the file: a picture that would need more is refused.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="height">Height wanted, in pixels.</param>
    /// <param name="width">Width wanted, in pixels.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1.</param>
    /// <returns>A float32 tensor <c>[1, channels, height, width]</c>, which the caller disposes.</returns>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a picture, is damaged, or has too many pixels.</exception>
    public static Tensor Load(
        string path, int channels, int height, int width, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        RequireChannels(channels, nameof(channels));
        return Load(path, new PicturePreparer(channels, height, width, mean, std));
    }

    private static void RequireChannels(int channels, string name)
    {
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(name, channels, "A picture has 1 channel (grey) or 3 (red, green, blue).");
        }
    }

    private static Tensor Load(string path, PicturePreparer preparer)
    {
        using var file = DataFileReader.Open(path, PicturePreparer.Remedy);
        return tensor(preparer.Read(file, path), [1, .. preparer.Shape]);
    }
}
