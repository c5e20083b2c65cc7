using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhostNet.Notebooks.Documents;

/// <summary>Writes the list without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true)]
[JsonSerializable(typeof(List<ListedNotebook>))]
internal sealed partial class NotebookListJson : JsonSerializerContext;
