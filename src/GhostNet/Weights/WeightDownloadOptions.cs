using System.Security.Cryptography;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>Where published weights are fetched from. The defaults are those of GhostNet 1.0× by its authors.</summary>
public sealed class WeightDownloadOptions
{
    /// <summary>Addresses of the file, tried in order; at first the repository of the authors.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } =
    [
        new("https://github.com/huawei-noah/Efficient-AI-Backbones/raw/master/ghostnet_pytorch/models/state_dict_73.98.pth"),
        new("https://raw.githubusercontent.com/huawei-noah/Efficient-AI-Backbones/master/ghostnet_pytorch/models/state_dict_73.98.pth"),
    ];

    /// <summary>
    /// The SHA-256 checksum of the file in hexadecimal digits, or its first digits, of which eight are customary with PyTorch:
    /// they find a damaged or another file.
    /// </summary>
    public string Sha256 { get; init; } = "965143b0";

    /// <summary>Where the file is kept; null for <c>weights</c> in the user's cache folder.</summary>
    public string? Folder { get; init; }

    /// <summary>How long to wait for a connection or for more bytes before a mirror is given up.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The file on this machine.</summary>
    public string Path => System.IO.Path.Combine(
        Folder ?? System.IO.Path.Combine(CacheFolder.Path, "weights"), System.IO.Path.GetFileName(Mirrors[0].LocalPath));

    /// <summary>The same, as a download wants it.</summary>
    internal DownloadSource Source => new(Mirrors, HashAlgorithmName.SHA256, Sha256, Timeout);

    /// <summary>The mirrors.</summary>
    public override string ToString() => string.Join(", ", Mirrors);
}
