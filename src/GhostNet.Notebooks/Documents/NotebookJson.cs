using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GhostNet.Notebooks.Documents;

/// <summary>Reads and writes the JSON of notebooks as Jupyter does, so that a diff shows what changed and nothing else.</summary>
internal static class NotebookJson
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a notebook.</summary>
    /// <param name="text">The content of the file.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonNode? Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        CheckStrings(bytes);
        return JsonNode.Parse(bytes, documentOptions: s_options);
    }

    /// <summary>A text that nbformat allows to be written as one string or as a list of lines; null when it is neither.</summary>
    /// <param name="node">The string or list.</param>
    public static string? Text(JsonNode? node)
    {
        return node switch
        {
            JsonValue value when value.TryGetValue(out string? text) => text,
            JsonArray lines when lines.All(line => line is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                => string.Concat(lines.Select(line => line!.GetValue<string>())),
            _ => null,
        };
    }

    /// <summary>Half of a surrogate pair is valid JSON, but no text: System.Text.Json would complain wherever it is met.</summary>
    private static void CheckStrings(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException($"a string near byte {reader.TokenStartIndex} holds half a character (a lone surrogate).", exception);
        }
    }

    /// <summary>A text as a list of lines, each with its line end, as Jupyter writes it.</summary>
    /// <param name="text">The text.</param>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>By how many blanks a text is indented; 1, as Jupyter does, when it is not.</summary>
    /// <param name="text">The content of the file.</param>
    public static int Indentation(string text)
    {
        var line = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var end = line;
        while (line > 0 && end < text.Length && text[end] == ' ')
        {
            end++;
        }

        return Math.Max(1, end - line);
    }

    /// <summary>
    /// Writes JSON as Python's <c>json.dumps(indent, ensure_ascii=False)</c> does. System.Text.Json would escape every
    /// emoji, and a notebook that was written by Jupyter would differ in every such line.
    /// </summary>
    /// <param name="node">What to write.</param>
    /// <param name="indentation">Blanks by level.</param>
    public static string Write(JsonNode node, int indentation)
    {
        var text = new StringBuilder();
        Write(text, node, indentation, level: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indentation, int level)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                WriteItems(text, '{', '}', members, indentation, level, member =>
                {
                    WriteString(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value, indentation, level + 1);
                });
                break;
            case JsonArray { Count: > 0 } items:
                WriteItems(text, '[', ']', items, indentation, level, item => Write(text, item, indentation, level + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void WriteItems<T>(
        StringBuilder text, char open, char close, IEnumerable<T> items, int indentation, int level, Action<T> write)
    {
        text.Append(open);
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator).Append('\n').Append(' ', indentation * (level + 1));
            write(item);
            separator = ",";
        }

        text.Append('\n').Append(' ', indentation * level).Append(close);
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }
}
