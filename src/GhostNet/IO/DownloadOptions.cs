using System.Security.Cryptography;

namespace GhostNet.IO;

/// <summary>Where a download comes from, for whoever has a mirror of their own or a slow network.</summary>
public sealed class DownloadOptions
{
    /// <summary>Addresses of the file, tried in order; empty, the default, for those that the library knows.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>
    /// The SHA-256 checksum that the file must have, in hexadecimal digits, or its first digits; empty, the default, for the checksum
    /// that the library knows.
    /// </summary>
    public string Sha256 { get; init; } = "";

    /// <summary>How long to wait for a connection or for more bytes before a mirror is given up. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The source of a file that the library knows, with what these options say otherwise.</summary>
    internal DownloadSource For(IReadOnlyList<Uri> mirrors, HashAlgorithmName algorithm, string checksum) => new(
        Mirrors.Count > 0 ? Mirrors : mirrors,
        Sha256.Length > 0 ? HashAlgorithmName.SHA256 : algorithm,
        Sha256.Length > 0 ? Sha256 : checksum,
        Timeout);
}
