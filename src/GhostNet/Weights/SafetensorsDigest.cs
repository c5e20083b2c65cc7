using System.Security.Cryptography;
using System.Text;

namespace GhostNet.Weights;

/// <summary>
/// The digest of a whole safetensors file: SHA-256 of all its bytes, with 64 zeros in place of the digest itself, which stands in the
/// metadata. A changed bit anywhere in the file is found.
/// </summary>
internal static class SafetensorsDigest
{
    /// <summary>The digest's name in the metadata.</summary>
    public const string Key = "ghostnet.sha256";

    /// <summary>Characters of the digest, in hexadecimal.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    /// <summary>What is wrong with a file whose digest differs, as the second half of a sentence.</summary>
    public const string Problem = "its content does not have the checksum that is written there";

    private const int Chunk = 1 << 24;

    /// <summary>What stands in place of the digest while it is computed.</summary>
    public static string Zeros { get; } = new('0', Length);

    /// <summary>The digest as it is written.</summary>
    public static byte[] Text(IncrementalHash hash) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));

    /// <summary>Compares a file with its digest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file the digest stands.</param>
    /// <exception cref="WeightFileException">They differ: the file is damaged.</exception>
    public static void Verify(MappedFile file, long offset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, file, 0, offset);
        hash.AppendData(Encoding.ASCII.GetBytes(Zeros));
        Append(hash, file, offset + Length, file.Length);
        if (!file.Bytes(offset, Length).SequenceEqual(Text(hash)))
        {
            throw file.Damaged(offset, Problem);
        }
    }

    /// <summary>Goes on with the bytes of a file.</summary>
    public static void Append(IncrementalHash hash, MappedFile file, long from, long to)
    {
        for (; from < to; from += Chunk)
        {
            hash.AppendData(file.Bytes(from, (int)Math.Min(Chunk, to - from)));
        }
    }
}
