using SkiaSharp;

namespace GhostNet.Data;

/// <summary>Decodes a picture in one pass to about the size at which it is wanted, with bounded memory.</summary>
internal static class PictureDecoder
{
    /// <summary>Reads the centred part with the wanted aspect ratio, upright, on white.</summary>
    /// <param name="file">The file, from here to its end.</param>
    /// <param name="name">What the picture is called.</param>
    /// <param name="width">Width wanted, in pixels.</param>
    /// <param name="height">Height wanted, in pixels.</param>
    /// <returns>Opaque pixels, red, green, blue and 255; the caller disposes them.</returns>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or too large.</exception>
    public static SKBitmap Decode(Stream file, string name, int width, int height)
    {
        using var decoded = Decode(file, name, width, height, out var origin);
        return Draw(decoded, origin, width, height);
    }

    /// <summary>Decodes as much as the wanted size needs: JPEG and WebP can skip pixels while they are decoded.</summary>
    private static SKBitmap Decode(Stream file, string name, int width, int height, out SKEncodedOrigin origin)
    {
        var length = file.Length;
        EncodedPicture.RequireSize(name, length);
        using var data = SKData.Create(file, length);
        using var codec = EncodedPicture.Open(data, name, out origin);
        var full = codec.Info;
        var (wide, high) = EncodedPicture.IsTurned(origin) ? (height, width) : (width, height);
        var reduction = Math.Min((float)full.Width / wide, (float)full.Height / high);

        // The decoder stops at twice the wanted size; averaging does the rest.
        var size = reduction > 2 ? codec.GetScaledDimensions(2 / reduction) : full.Size;
        var bitmap = new SKBitmap();
        try
        {
            if (!bitmap.TryAllocPixels(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul)))
            {
                throw new InvalidDataException($"{name} has {full.Width}×{full.Height} pixels, and there is not enough memory for them. Make the picture smaller.");
            }

            var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
            return result == SKCodecResult.Success
                ? bitmap
                : throw EncodedPicture.Broken(name, length, result);
        }
        catch
        {
            bitmap.Dispose();
            throw;
        }
    }

    private static SKBitmap Draw(SKBitmap decoded, SKEncodedOrigin origin, int width, int height)
    {
        var (uprightWidth, uprightHeight) = EncodedPicture.IsTurned(origin) ? (decoded.Height, decoded.Width) : (decoded.Width, decoded.Height);
        var scale = Math.Max((float)width / uprightWidth, (float)height / uprightHeight);
        var drawn = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));

        // The pixels of a bitmap are copied into an image unless they are immutable.
        decoded.SetImmutable();
        using var image = SKImage.FromBitmap(decoded);
        using var canvas = new SKCanvas(drawn);
        canvas.Clear(SKColors.White);
        canvas.Translate((width - (scale * uprightWidth)) / 2, (height - (scale * uprightHeight)) / 2);
        canvas.Scale(scale);
        var upright = Upright(origin, uprightWidth, uprightHeight);
        canvas.Concat(in upright);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return drawn;
    }

    /// <summary>Turns and mirrors the picture as its EXIF orientation says.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
