namespace GhostNet.Notebooks.Documents;

/// <summary>The forms of an output that the runner treats in a way of its own.</summary>
internal static class MimeType
{
    /// <summary>Plain text.</summary>
    public const string Plain = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";
}
