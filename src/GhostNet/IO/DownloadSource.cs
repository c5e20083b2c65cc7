using System.Security.Cryptography;

namespace GhostNet.IO;

/// <summary>Where a file comes from, and how it is known to be the right one.</summary>
/// <param name="Mirrors">Addresses of the file, tried in order.</param>
/// <param name="Algorithm">What the checksum is computed with. It finds damage, not malice.</param>
/// <param name="Checksum">The checksum in hexadecimal digits, or as many of its first digits as are known: none, and every file has the right one.</param>
/// <param name="Timeout">How long to wait for a connection or for more bytes before a mirror is given up.</param>
internal sealed record DownloadSource(IReadOnlyList<Uri> Mirrors, HashAlgorithmName Algorithm, string Checksum, TimeSpan Timeout)
{
    /// <summary>Whether a file's checksum is that of the right one.</summary>
    /// <param name="hash">The file's checksum, in hexadecimal digits.</param>
    public bool Fits(string hash) => hash.StartsWith(Checksum, StringComparison.OrdinalIgnoreCase);
}
