namespace GhostNet.Interactive.Views;

/// <summary>A picture of a value: HTML where a host can show it, text where it cannot.</summary>
/// <remarks>
/// A view holds no native memory: it is drawn from copies, so what it shows may be changed or disposed afterwards. Hosts find it by
/// convention, without a reference: .NET Interactive by the attribute (by its name, and for derived types, too), Verso by
/// <see cref="ToHtml"/>.
/// </remarks>
[TypeFormatterSource(typeof(ViewFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract class View
{
    /// <summary>The picture as a piece of HTML that stands alone: its own style, no request to the network.</summary>
    public abstract string ToHtml();

    /// <summary>What the picture shows, in text.</summary>
    public abstract override string ToString();

    /// <summary>The view of the same at the moment when it is cancelled: what the display of something under way ends with.</summary>
    internal virtual View AsCancelled() => this;
}
