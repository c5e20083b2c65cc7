using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace GhostNet.Data;

/// <summary>Tells whether two files are the same picture, or look the same.</summary>
internal sealed class PictureFingerprint
{
    /// <summary>Edge of the small grey picture that is compared, in pixels.</summary>
    private const int Edge = 16;

    /// <summary>Of the 64 bits of <see cref="_shape"/>, how many may differ after a picture was saved anew or made smaller.</summary>
    private const int MostBits = 10;

    /// <summary>How much the small pictures may differ, in levels of 255 on average.</summary>
    private const double MostLevels = 3;

    /// <summary>Standard deviation of a picture that shows something, in levels of 255: plain surfaces all look the same.</summary>
    private const double LeastContrast = 8;

    private readonly byte[] _small = new byte[Edge * Edge];
    private readonly bool _isPlain;

    /// <summary>Whether each part of the picture is brighter than the next: the difference hash.</summary>
    private readonly ulong _shape;

    private PictureFingerprint(ReadOnlySpan<byte> file)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, hash);
        File = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        _isPlain = true;
    }

    private PictureFingerprint(ReadOnlySpan<byte> file, Picture picture, PictureResizer resizer)
        : this(file)
    {
        resizer.Resize(picture, Whole(picture.Width), Whole(picture.Height), Interpolation.Bilinear, channels: 1, _small);
        _isPlain = Deviation(_small) < LeastContrast;
        for (var i = 0; i < 64; i++)
        {
            // Eight rows of two lines each, and in each row eight steps from one pair of columns to the next.
            _shape |= Pair(i / 8, i % 8) > Pair(i / 8, (i + 1) % 8) ? 1UL << i : 0;
        }
    }

    /// <summary>Equal for files with the same bytes, and for practical purposes for no others.</summary>
    public UInt128 File { get; }

    /// <summary>The fingerprint of bytes alone, which looks like no other.</summary>
    /// <param name="bytes">The bytes.</param>
    public static PictureFingerprint Of(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>The fingerprint of a picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="picture">What is in it.</param>
    /// <param name="resizer">Scratch memory of the calling thread.</param>
    public static PictureFingerprint Of(ReadOnlySpan<byte> file, Picture picture, PictureResizer resizer) => new(file, picture, resizer);

    /// <summary>By how much two pictures that look the same differ, in levels of 255 on average; null when they look different.</summary>
    /// <param name="other">The other one.</param>
    public double? Difference(PictureFingerprint other)
    {
        if (BitOperations.PopCount(_shape ^ other._shape) > MostBits || _isPlain || other._isPlain)
        {
            return null;
        }

        var sum = 0;
        for (var i = 0; i < _small.Length; i++)
        {
            sum += Math.Abs(_small[i] - other._small[i]);
        }

        return sum <= MostLevels * _small.Length ? (double)sum / _small.Length : null;
    }

    private static ResizedAxis Whole(int edge) => new(0, edge, Edge, 0, Edge);

    private static double Deviation(byte[] values)
    {
        var mean = values.Average(static value => value);
        return Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
    }

    private int Pair(int row, int column)
    {
        var at = (2 * row * Edge) + (2 * column);
        return _small[at] + _small[at + 1] + _small[at + Edge] + _small[at + Edge + 1];
    }
}
