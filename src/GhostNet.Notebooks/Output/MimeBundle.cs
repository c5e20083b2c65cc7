using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using Microsoft.DotNet.Interactive.Formatting;

namespace GhostNet.Notebooks.Output;

/// <summary>A value in each form in which a reader may want to show it: texts by MIME type.</summary>
/// <param name="Texts">The texts; pictures in base64.</param>
internal sealed record MimeBundle(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>Plain text: every value has it.</summary>
    public const string Plain = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A text in one form.</summary>
    /// <param name="mimeType">What it is.</param>
    /// <param name="text">The text.</param>
    public static MimeBundle Of(string mimeType, string text) => new(new Dictionary<string, string> { [mimeType] = text });

    /// <summary>Formats a value with the formatters that are registered for it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The forms; none for those that its type prefers and plain text.</param>
    public static MimeBundle Format(object? value, IReadOnlyList<string> mimeTypes)
    {
        IEnumerable<string> forms = mimeTypes.Count > 0 ? mimeTypes : Formatter.GetPreferredMimeTypesFor(value?.GetType() ?? typeof(object));
        var texts = forms.Distinct().ToDictionary(form => form, form => value.ToDisplayString(form).ReplaceLineEndings("\n"));
        if (mimeTypes.Count == 0)
        {
            texts.TryAdd(Plain, FSharpText.Of(value) ?? value.ToDisplayString(Plain).ReplaceLineEndings("\n"));
        }

        return new MimeBundle(texts);
    }

    /// <summary>The number of characters of all forms.</summary>
    public long Length => Texts.Values.Sum(text => (long)text.Length);

    /// <summary>The bundle in nbformat: text as lines, JSON as it is.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (type, text) in Texts.OrderBy(form => form.Key, StringComparer.Ordinal))
        {
            json[type] = IsJson(type) ? JsonOrText(text) : NotebookJson.Lines(text);
        }

        return json;
    }

    private static bool IsJson(string type) =>
        type == "application/json" || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));

    private static JsonNode? JsonOrText(string text)
    {
        try
        {
            return NotebookJson.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
