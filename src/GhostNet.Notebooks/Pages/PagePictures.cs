using System.Text.Json.Nodes;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Files;

namespace GhostNet.Notebooks.Pages;

/// <summary>The pictures of a notebook's text, as addresses that hold the bytes.</summary>
/// <param name="folder">From where files are named.</param>
/// <param name="tell">Receives messages about pictures that are missing or cannot be read.</param>
internal sealed class PagePictures(string folder, Action<string> tell)
{
    private static readonly Dictionary<string, string> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>The picture's address, or null when its bytes are not available.</summary>
    /// <param name="source">Where the text says that it is.</param>
    /// <param name="attachments">Files that came with the cell.</param>
    public string? Find(string source, JsonObject? attachments)
    {
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return source;
        }

        var found = Attached(source, attachments) ?? FromFile(source);
        if (found is null)
        {
            tell($"the picture {ForeignText.Show(source)} is not in the page: only files beside the notebook are");
        }

        return found;
    }

    private static string? Attached(string source, JsonObject? attachments)
    {
        if (!source.StartsWith("attachment:", StringComparison.Ordinal)
            || attachments?[source["attachment:".Length..]] is not JsonObject { Count: > 0 } forms)
        {
            return null;
        }

        var (type, text) = forms.First();
        return NotebookJson.Text(text) is { } base64 ? $"data:{type};base64,{base64.ReplaceLineEndings("")}" : null;
    }

    private string? FromFile(string source)
    {
        var path = Path.Combine(folder, Uri.UnescapeDataString(source));
        if (!s_types.TryGetValue(Path.GetExtension(path), out var type) || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return $"data:{type};base64,{Convert.ToBase64String(BoundedFile.Read(path, BoundedFile.LargestPicture))}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            tell($"the picture {ForeignText.Show(source)} cannot be read: {exception.Message}");
            return null;
        }
    }
}
