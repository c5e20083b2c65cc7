namespace GhostNet.Notebooks.Documents;

/// <summary>The MIME types that the runner treats specially.</summary>
internal static class MimeType
{
    /// <summary>Plain text.</summary>
    public const string Plain = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";
}
