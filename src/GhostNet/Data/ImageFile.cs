using SkiaSharp;
using static TorchSharp.torch;

namespace GhostNet.Data;

/// <summary>Reads a picture of any size from a file, ready for a model.</summary>
public static class ImageFile
{
    /// <summary>A picture with more pixels than this is refused: its header may lie, and memory has an end.</summary>
    private const long MaxPixels = 200_000_000;

    /// <summary>Loads a PNG, JPEG, WebP, GIF or BMP file as the images of a data set are: same size, channels and normalisation.</summary>
    /// <param name="path">The file.</param>
    /// <param name="like">The data set that the model was trained on.</param>
    /// <returns>A float32 tensor <c>[1, C, H, W]</c>, which the caller disposes.</returns>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, or a damaged one.</exception>
    public static Tensor Load(string path, ImageDataset like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return Load(path, like.Channels, like.Height, like.Width, like.Mean, like.Std);
    }

    /// <summary>Loads a PNG, JPEG, WebP, GIF or BMP file.</summary>
    /// <remarks>
    /// The largest centred part with the wanted aspect ratio is taken and resized by averaging; a photograph is turned the way its
    /// camera was held; what is transparent becomes white.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="channels">3 for colour, 1 for grey.</param>
    /// <param name="height">Height wanted, in pixels.</param>
    /// <param name="width">Width wanted, in pixels.</param>
    /// <param name="mean">Mean of each channel, in the range 0 to 1.</param>
    /// <param name="std">Standard deviation of each channel, in the range 0 to 1.</param>
    /// <returns>A float32 tensor <c>[1, channels, height, width]</c>, which the caller disposes.</returns>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, or a damaged one.</exception>
    public static Tensor Load(
        string path, int channels, int height, int width, IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey) or 3 (red, green, blue).");
        }

        using var picture = Decode(path);
        using var resized = Resize(picture, width, height);
        var image = new ImageDataset(path, Planes(resized, channels), [0], channels, height, width, ["?"], mean, std);
        var values = new float[image.ImageSize];
        new PixelKernel(image, cutout: 0).Write(new Placement(Image: 0), values);
        return tensor(values, [1, channels, height, width]);
    }

    private static SKBitmap Decode(string path)
    {
        using var stream = DataFile.Open(path, "Give the path of a picture.");
        using var data = SKData.Create(stream);
        using var codec = SKCodec.Create(data)
            ?? throw DataFile.Damaged(path, 0, "it does not begin like a picture", "Give a PNG, JPEG, WebP, GIF or BMP file.");
        if ((long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            throw DataFile.Damaged(
                path, 0, $"it claims {codec.Info.Width}×{codec.Info.Height} pixels, more than the {MaxPixels} that are read", "Make it smaller.");
        }

        using var bitmap = new SKBitmap(new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        return result == SKCodecResult.Success
            ? Upright(bitmap, codec.EncodedOrigin)
            : throw DataFile.Damaged(path, stream.Length, $"the picture can't be decoded to its end ({result})", "Save it anew.");
    }

    /// <summary>Turns and mirrors as the camera noted (EXIF), on white.</summary>
    private static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        float width = bitmap.Width, height = bitmap.Height;
        var matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        var turned = matrix.ScaleX == 0;
        var upright = new SKBitmap(new SKImageInfo(
            turned ? bitmap.Height : bitmap.Width, turned ? bitmap.Width : bitmap.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(upright);
        canvas.Clear(SKColors.White);
        canvas.SetMatrix(matrix);
        canvas.DrawBitmap(bitmap, 0, 0, SKSamplingOptions.Default);
        return upright;
    }

    private static SKBitmap Resize(SKBitmap picture, int width, int height)
    {
        var scale = Math.Min((float)picture.Width / width, (float)picture.Height / height);
        float partWidth = scale * width, partHeight = scale * height;
        var part = SKRect.Create((picture.Width - partWidth) / 2, (picture.Height - partHeight) / 2, partWidth, partHeight);
        var resized = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var image = SKImage.FromBitmap(picture);
        using var canvas = new SKCanvas(resized);
        canvas.DrawImage(image, part, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return resized;
    }

    /// <summary>One plane a channel; grey is the luma of ITU-R BT.601, as in most libraries.</summary>
    private static byte[] Planes(SKBitmap bitmap, int channels)
    {
        var size = bitmap.Width * bitmap.Height;
        var planes = new byte[channels * size];
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < size; i++)
        {
            var (red, green, blue) = (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2]);
            if (channels == 1)
            {
                planes[i] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
            }
            else
            {
                (planes[i], planes[size + i], planes[(2 * size) + i]) = (red, green, blue);
            }
        }

        return planes;
    }
}
