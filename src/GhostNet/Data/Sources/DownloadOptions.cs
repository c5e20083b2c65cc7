using System.Security.Cryptography;
using GhostNet.IO;

namespace GhostNet.Data;

/// <summary>Where CIFAR-10 is fetched from.</summary>
public sealed class DownloadOptions
{
    /// <summary>Addresses of <c>cifar-10-binary.tar.gz</c>, tried in order; at first the site of its authors.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")];

    /// <summary>The MD5 checksum that the archive must have, in hexadecimal digits.</summary>
    internal string Md5 { get; init; } = "c32a1d4ab5d03f1284b67883e8d13530";

    /// <summary>How long to wait for a connection or for more bytes before a mirror is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same, as a download wants it.</summary>
    internal DownloadSource Source => new(Mirrors, HashAlgorithmName.MD5, Md5, Timeout);

    /// <summary>The mirrors.</summary>
    public override string ToString() => string.Join(", ", Mirrors);
}
