namespace GhostNet.IO;

/// <summary>Whether to stop, for work whose caller gives no token: in a notebook, when the cell that does the work is cancelled.</summary>
/// <remarks>
/// The library knows no host. Whoever knows one sets <see cref="OfHost"/>, as GhostNet.Interactive does in .NET Interactive and in Verso;
/// elsewhere only a token that is given cancels.
/// </remarks>
internal static class AmbientCancellation
{
    /// <summary>The token of what runs on this thread; null where no host is known.</summary>
    public static Func<CancellationToken>? OfHost { get; set; }

    /// <summary>The host's token; one that is never cancelled where no host is known.</summary>
    public static CancellationToken Token => OfHost?.Invoke() ?? CancellationToken.None;

    /// <summary>The token itself when it can be cancelled, else the host's. Call it on the caller's thread: other threads do not know their cell.</summary>
    /// <param name="given">What the caller gave.</param>
    public static CancellationToken OrAmbient(this CancellationToken given) => given.CanBeCanceled ? given : Token;

    /// <summary>For long work that takes no token.</summary>
    /// <exception cref="OperationCanceledException">What runs on this thread is cancelled.</exception>
    public static void ThrowIfCancelled() => Token.ThrowIfCancellationRequested();
}
