using SkiaSharp;

namespace GhostNet.Data;

/// <summary>Decodes pictures to about the size at which they are wanted. Holds scratch memory, which is used again: one for each thread.</summary>
/// <remarks>
/// The size depends on the picture and the edge alone, so the pixels are the same whenever and wherever it is decoded. As Pillow does with
/// <c>reducing_gap=2</c>, at least twice the edge is left for resizing.
/// </remarks>
/// <param name="edge">What the shorter edge will be resized to, in pixels.</param>
internal sealed class PictureReader(int edge)
{
    /// <summary>How many times the wanted edge is decoded at least, if the picture has as much.</summary>
    private const int Gap = 2;

    /// <summary>Fractions of their size to which the decoder can scale JPEG files: eighths.</summary>
    private const int JpegParts = 8;

    private byte[] _file = [];
    private byte[] _decoded = [];
    private byte[] _upright = [];
    private byte[] _reduced = [];

    /// <summary>Bytes of the file that was read last.</summary>
    public ReadOnlySpan<byte> File => _file.AsSpan(0, FileLength);

    private int FileLength { get; set; }

    /// <summary>Reads and decodes a picture.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="index">Which one.</param>
    /// <returns>It lies in scratch memory: it is valid until the next is read.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture, a damaged one, or too large.</exception>
    public Picture Read(IImageSource source, int index)
    {
        using var stream = source.Open(index);
        return Read(stream, source.NameOf(index));
    }

    /// <summary>Reads and decodes the file of a picture, as <see cref="Read(IImageSource, int)"/> does.</summary>
    /// <param name="file">The file, from here to its end.</param>
    /// <param name="name">What the picture is called.</param>
    public Picture Read(Stream file, string name)
    {
        ReadFile(file, name);
        return Decode(name);
    }

    private void ReadFile(Stream stream, string name)
    {
        FileLength = 0;
        Reserve(ref _file, stream.CanSeek ? (int)Math.Min(stream.Length + 1, 1 << 30) : 1 << 16);
        for (int read; (read = stream.Read(_file, FileLength, _file.Length - FileLength)) > 0;)
        {
            FileLength += read;
            if (FileLength == _file.Length)
            {
                EncodedPicture.RequireSize(name, FileLength + 1L);
                Array.Resize(ref _file, (int)Math.Min(2L * FileLength, Array.MaxLength));
            }
        }
    }

    private unsafe Picture Decode(string name)
    {
        fixed (byte* file = _file)
        {
            using var data = SKData.Create((nint)file, FileLength);
            using var codec = EncodedPicture.Open(data, name, out var origin);
            var size = SizeToDecode(codec);
            var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
            if (4L * size.Width * size.Height > Array.MaxLength)
            {
                throw new InvalidDataException($"{name} has {codec.Info.Width}×{codec.Info.Height} pixels, which is too much. Make the picture smaller.");
            }

            var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha);
            Reserve(ref _decoded, 4L * size.Width * size.Height);
            fixed (byte* pixels = _decoded)
            {
                var result = codec.GetPixels(info, (nint)pixels);
                if (result != SKCodecResult.Success)
                {
                    throw EncodedPicture.Broken(name, FileLength, result);
                }
            }

            return Reduce(UprightPicture.Of(_decoded, size.Width, size.Height, alpha == SKAlphaType.Opaque, origin, Reserve(ref _upright, 3L * size.Width * size.Height)));
        }
    }

    /// <summary>JPEG can leave out pixels in steps of an eighth, WebP at will, and both save the time for them.</summary>
    private SKSizeI SizeToDecode(SKCodec codec)
    {
        var full = codec.Info;
        var fraction = (double)Gap * edge / Math.Min(full.Width, full.Height);
        if (fraction >= 1)
        {
            return full.Size;
        }

        return codec.EncodedFormat switch
        {
            SKEncodedImageFormat.Jpeg => codec.GetScaledDimensions((float)(Math.Ceiling(fraction * JpegParts) / JpegParts)),
            SKEncodedImageFormat.Webp => codec.GetScaledDimensions((float)fraction),
            _ => full.Size,
        };
    }

    /// <summary>Averages squares of pixels of a picture that is still much larger than wanted.</summary>
    private Picture Reduce(Picture picture)
    {
        var factor = Math.Min(picture.Width, picture.Height) / (Gap * edge);
        if (factor < 2)
        {
            return picture;
        }

        // The squares at the right and lower edge may be cut off.
        var (width, height) = ((picture.Width + factor - 1) / factor, (picture.Height + factor - 1) / factor);
        var reduced = Reserve(ref _reduced, 3 * width * height);
        Span<int> sums = stackalloc int[3];
        for (var y = 0; y < height; y++)
        {
            var rows = Math.Min(factor, picture.Height - (y * factor));
            for (var x = 0; x < width; x++)
            {
                var columns = Math.Min(factor, picture.Width - (x * factor));
                sums.Clear();
                for (var row = 0; row < rows; row++)
                {
                    var pixels = picture.Pixels.AsSpan(3 * ((((y * factor) + row) * picture.Width) + (x * factor)), 3 * columns);
                    for (var i = 0; i < pixels.Length; i += 3)
                    {
                        sums[0] += pixels[i];
                        sums[1] += pixels[i + 1];
                        sums[2] += pixels[i + 2];
                    }
                }

                var count = rows * columns;
                var target = 3 * ((y * width) + x);
                for (var channel = 0; channel < 3; channel++)
                {
                    reduced[target + channel] = (byte)((sums[channel] + (count / 2)) / count);
                }
            }
        }

        return new Picture(width, height, reduced);
    }

    private static byte[] Reserve(ref byte[] memory, long size)
    {
        if (memory.Length < size)
        {
            memory = GC.AllocateUninitializedArray<byte>(checked((int)size));
        }

        return memory;
    }
}
