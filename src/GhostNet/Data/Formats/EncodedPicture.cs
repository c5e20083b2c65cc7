using SkiaSharp;

namespace GhostNet.Data;

/// <summary>Opens a picture to be decoded, unless that would take too much memory.</summary>
internal static class EncodedPicture
{
    /// <summary>Memory that decoding may take beyond twice the size of the file: enough for 22 million pixels.</summary>
    private const long Memory = 256L << 20;

    /// <summary>The most bytes that a decoder takes per pixel: an interlaced PNG of 16 bits keeps 8 bytes beside the 4 of the result.</summary>
    private const int BytesPerPixel = 12;

    /// <summary>The same for a JPEG, which is scaled down while it is decoded: a progressive one keeps 6 bytes.</summary>
    private const int BytesPerJpegPixel = 6;

    private const int MaxFile = 1 << 30;

    /// <summary>Refuses a file that is too long.</summary>
    /// <param name="name">What the picture is called.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static void RequireSize(string name, long length)
    {
        if (length > MaxFile)
        {
            throw new InvalidDataException($"{name} has {length} bytes, but a picture may have at most {MaxFile}. Make it smaller.");
        }
    }

    /// <summary>Reads the header of a picture.</summary>
    /// <param name="data">The file, which must live as long as the codec.</param>
    /// <param name="name">What the picture is called.</param>
    /// <param name="origin">How the picture must be turned to stand upright.</param>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="InvalidDataException">It is no picture, or has too many pixels.</exception>
    public static SKCodec Open(SKData data, string name, out SKEncodedOrigin origin)
    {
        var length = data.Size;
        var codec = SKCodec.Create(data)
            ?? throw DataFileReader.Damaged(name, 0, "it does not begin like a picture", "Give a PNG, JPEG, WebP, GIF or BMP file.");
        var full = codec.Info;
        var most = (Memory + (2 * length)) / (codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? BytesPerJpegPixel : BytesPerPixel);
        if ((long)full.Width * full.Height > most)
        {
            codec.Dispose();
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name} has {full.Width}×{full.Height} pixels, but at most {most} are decoded from a file of {length} bytes. Make the picture smaller."));
        }

        origin = codec.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(data.AsSpan()) ?? codec.EncodedOrigin : codec.EncodedOrigin;
        return codec;
    }

    /// <summary>Whether width and height change places.</summary>
    public static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>The exception for a picture that ends too early or is wrong within.</summary>
    /// <param name="name">What the picture is called.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="result">What the decoder says.</param>
    public static InvalidDataException Broken(string name, long length, SKCodecResult result) =>
        DataFileReader.Damaged(name, length, $"the picture can't be decoded to its end ({result})", "Save it anew.");
}
