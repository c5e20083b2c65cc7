namespace GhostNet.IO;

/// <summary>How far a download is, for a progress bar of your own.</summary>
public sealed class DownloadProgress
{
    internal DownloadProgress(Uri source, long received, long? total)
    {
        Source = source;
        Received = received;
        Total = total;
    }

    /// <summary>Where it comes from.</summary>
    public Uri Source { get; }

    /// <summary>Bytes on the disk, those of an earlier try included.</summary>
    public long Received { get; }

    /// <summary>Bytes in all; null when the server does not say.</summary>
    public long? Total { get; }

    /// <summary>The part that is done, from 0 to 1; null when the whole is not known.</summary>
    public double? Fraction => Total is > 0 ? (double)Received / Total : null;

    /// <summary>Megabytes done and in all.</summary>
    public override string ToString() => Total is { } total
        ? FormattableString.Invariant($"{Received / 1e6:F1} of {total / 1e6:F1} MB from {Source.Host}")
        : FormattableString.Invariant($"{Received / 1e6:F1} MB from {Source.Host}");
}
