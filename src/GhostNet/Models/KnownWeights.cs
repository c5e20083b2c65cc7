namespace GhostNet.Models;

/// <summary>
/// Weights of a network that someone trained and published, which <see cref="Pretrained.Load"/> downloads: for
/// <see cref="ModelEntry.Weights"/> of a network of your own, too.
/// </summary>
/// <param name="about">What they were trained on, how accurate they are and who trained them, in one line.</param>
/// <param name="mirrors">Addresses of the file, tried in order.</param>
/// <param name="sha256">
/// The SHA-256 checksum of the file in hexadecimal digits, or its first digits, of which eight are customary with PyTorch:
/// they find a damaged or another file.
/// </param>
public sealed class KnownWeights(string about, IReadOnlyList<Uri> mirrors, string sha256)
{
    /// <summary>What they were trained on, how accurate they are and who trained them, in one line.</summary>
    public string About { get; } = about;

    internal IReadOnlyList<Uri> Mirrors { get; } = mirrors;

    internal string Sha256 { get; } = sha256;

    /// <summary>What is known about them.</summary>
    public override string ToString() => About;
}
