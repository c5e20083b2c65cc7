namespace GhostNet.Interactive.Views;

/// <summary>Writes a view in one MIME type. .NET Interactive finds the members by their names.</summary>
/// <param name="mimeType">What it writes.</param>
/// <param name="format">Makes it.</param>
internal sealed class ViewFormatter(string mimeType, Func<View, string> format)
{
    /// <summary>What it writes.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes a view.</summary>
    /// <param name="value">The view.</param>
    /// <param name="writer">Where to.</param>
    /// <returns>True: it is written.</returns>
    public bool Format(object value, TextWriter writer)
    {
        writer.Write(format((View)value));
        return true;
    }
}
