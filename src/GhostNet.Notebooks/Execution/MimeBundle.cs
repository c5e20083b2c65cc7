using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

/// <summary>A value in each form in which a reader may want to show it: texts by MIME type.</summary>
/// <param name="Texts">The texts; pictures in base64.</param>
internal sealed record MimeBundle(IReadOnlyDictionary<string, string> Texts)
{
    /// <summary>A text in one form.</summary>
    /// <param name="mimeType">What it is.</param>
    /// <param name="text">The text.</param>
    public static MimeBundle Of(string mimeType, string text) => Of([(mimeType, text)]);

    /// <summary>A value of a cell. A plain one, such as a number, is kept as text and not as the HTML that says the same.</summary>
    /// <param name="forms">Texts by MIME type.</param>
    public static MimeBundle Of(IEnumerable<(string MimeType, string Text)> forms)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (type, text) in forms)
        {
            if (type == MimeType.Html && HostNoise.PlainText(text) is { } plain)
            {
                texts.TryAdd(MimeType.Plain, plain);
            }
            else
            {
                texts[type] = text;
            }
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
