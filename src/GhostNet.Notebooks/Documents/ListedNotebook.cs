using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhostNet.Notebooks.Documents;

/// <summary>A notebook as a program reads of it: <c>ghostnet notebooks list --json</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Language">Its language, for people.</param>
/// <param name="Title">Its first heading.</param>
internal sealed record ListedNotebook(string Path, string Language, string Title);

/// <summary>Writes the list without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true)]
[JsonSerializable(typeof(List<ListedNotebook>))]
internal sealed partial class NotebookListJson : JsonSerializerContext;
