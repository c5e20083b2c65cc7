using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GhostNet.Data;

/// <summary>Tells whether two files are the same picture.</summary>
/// <param name="File">Equal for files with the same bytes, and for practical purposes for no others.</param>
internal readonly record struct PictureFingerprint(UInt128 File)
{
    /// <summary>The fingerprint of a picture.</summary>
    /// <param name="file">The file.</param>
    public static PictureFingerprint Of(ReadOnlySpan<byte> file)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, hash);
        return new PictureFingerprint(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
