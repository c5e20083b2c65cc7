using System.Security.Cryptography;
using GhostNet.IO;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>
/// Weights of a network that someone trained and published, which <see cref="Pretrained.Load"/> finds: for
/// <see cref="ModelEntry.Weights"/> of a network of your own, too.
/// </summary>
/// <param name="about">What they were trained on, how accurate they are and who trained them, in one line.</param>
/// <param name="mirrors">Addresses of the file, tried in order.</param>
/// <param name="sha256">
/// The SHA-256 checksum of the file in hexadecimal digits, or its first digits, of which eight are customary with PyTorch:
/// they find a damaged or another file. Empty when nobody has published it: then any file is taken whose weights fit the network.
/// </param>
public sealed class KnownWeights(string about, IReadOnlyList<Uri> mirrors, string sha256)
{
    private readonly string? _resource;

    private KnownWeights(string about, string resource)
        : this(about, [], "") => _resource = resource;

    /// <summary>What they were trained on, how accurate they are and who trained them, in one line.</summary>
    public string About { get; } = about;

    /// <summary>The pictures that they take and the names of the classes; the network need not be in it. Default: nothing is known.</summary>
    public NetworkDescription Description
    {
        get => _resource is null ? field : ShippedDescription();
        init;
    }

    = new();

    internal IReadOnlyList<Uri> Mirrors { get; } = mirrors;

    /// <summary>What the file is called where it is kept; null for its name at the first address.</summary>
    internal string? FileName { get; init; }

    /// <summary>What is known about them.</summary>
    public override string ToString() => About;

    /// <summary>Weights that are a resource of this library.</summary>
    /// <param name="about">What they are.</param>
    /// <param name="resource">The name of the resource, a safetensors file with a description.</param>
    internal static KnownWeights Shipped(string about, string resource) => new(about, resource);

    /// <summary>Reads them, and fetches them before if need be. The caller disposes what it gets.</summary>
    /// <param name="folder">Where the file is kept.</param>
    /// <param name="options">Where to fetch it from.</param>
    /// <param name="progress">Told how far the download is.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    internal StateDict Read(string folder, DownloadOptions options, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (_resource is not null)
        {
            using var file = MappedFile.OfResource(_resource);
            return Safetensors.ReadWeights(file);
        }

        var source = options.For(Mirrors, HashAlgorithmName.SHA256, sha256);
        var path = Path.Combine(folder, FileName ?? Path.GetFileName(source.Mirrors[0].LocalPath));
        ResumableDownload.Fetch(path, source, progress, cancellationToken);
        return StateDict.Read(path);
    }

    private NetworkDescription ShippedDescription()
    {
        using var file = MappedFile.OfResource(_resource!);
        return SafetensorsHeader.Read(file).Metadata.Description!;
    }
}
