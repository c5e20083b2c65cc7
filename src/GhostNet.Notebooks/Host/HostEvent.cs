using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Host;

/// <summary>Something that the host tells.</summary>
/// <param name="Type">What, such as <c>DisplayedValueProduced</c>.</param>
/// <param name="Token">The cell that caused it.</param>
/// <param name="IsPart">Whether it is about a part of the cell only, such as the lines of one language.</param>
/// <param name="Content">The rest.</param>
internal sealed record HostEvent(string Type, string Token, bool IsPart, JsonObject Content)
{
    /// <summary>The cell has ended.</summary>
    public bool IsEnd => !IsPart && (Type is "CommandSucceeded" or "CommandFailed");

    /// <summary>The words of an error.</summary>
    public string Message => NotebookJson.Text(Content["message"]) ?? "";

    /// <summary>Names the place of a displayed value, which may be updated.</summary>
    public string? ValueId => NotebookJson.Text(Content["valueId"]);

    /// <summary>A value or a text, in each form in which it comes.</summary>
    public IEnumerable<(string MimeType, string Text)> Forms => Content["formattedValues"] is JsonArray values
        ? values.Select(value => (NotebookJson.Text(value?["mimeType"]) ?? "", (NotebookJson.Text(value?["value"]) ?? "").ReplaceLineEndings("\n")))
        : [];

    /// <summary>What the compiler says: severity, code, and the whole as it writes it.</summary>
    public IEnumerable<(string Severity, string Code, string Text)> Diagnostics =>
        Content["diagnostics"] is JsonArray all && Content["formattedDiagnostics"] is JsonArray texts
            ? all.Zip(texts, (one, text) => (NotebookJson.Text(one?["severity"]) ?? "", NotebookJson.Text(one?["code"]) ?? "", NotebookJson.Text(text?["value"]) ?? ""))
            : [];

    /// <summary>Reads a line of the host.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The event; null when the line is none.</returns>
    public static HostEvent? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(line) is JsonObject json && NotebookJson.Text(json["eventType"]) is { } type
                ? new HostEvent(type, TokenOf(json, out var isPart), isPart, json["event"] as JsonObject ?? [])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The parts of cell 3 are 3.1, 3.2 and so on.</summary>
    private static string TokenOf(JsonObject json, out bool isPart)
    {
        var words = (NotebookJson.Text((json["command"] as JsonObject)?["token"]) ?? "").Split('.', 2);
        isPart = words.Length > 1;
        return words[0];
    }
}
