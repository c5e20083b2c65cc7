namespace Microsoft.DotNet.Interactive;

/// <summary>Where a running cell shows values: its output.</summary>
internal interface IDisplay
{
    /// <summary>Shows a value, or puts it in the place of an earlier one.</summary>
    /// <param name="displayId">Names the place.</param>
    /// <param name="value">What to show.</param>
    /// <param name="mimeTypes">As what; none for what its type prefers.</param>
    void Show(string displayId, object? value, IReadOnlyList<string> mimeTypes);

    /// <summary>Shows a text that is already in the wanted form.</summary>
    /// <param name="displayId">Names the place.</param>
    /// <param name="text">The text.</param>
    /// <param name="mimeType">What it is.</param>
    void ShowText(string displayId, string text, string mimeType);
}
