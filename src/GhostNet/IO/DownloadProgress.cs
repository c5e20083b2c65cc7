namespace GhostNet.IO;

/// <summary>How far a download is.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Received">Bytes on the disk, those of an earlier try included.</param>
/// <param name="Total">Bytes in all; null when the server does not say.</param>
public sealed record DownloadProgress(Uri Source, long Received, long? Total)
{
    /// <summary>The part that is done, from 0 to 1; null when the whole is not known.</summary>
    public double? Fraction => Total is > 0 ? (double)Received / Total : null;

    /// <summary>Megabytes done and in all.</summary>
    public override string ToString() => Total is { } total
        ? FormattableString.Invariant($"{Received / 1e6:F1} of {total / 1e6:F1} MB from {Source.Host}")
        : FormattableString.Invariant($"{Received / 1e6:F1} MB from {Source.Host}");
}
