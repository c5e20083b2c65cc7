using System.Text.Json.Serialization;

namespace GhostNet.Notebooks.Protocol;

/// <summary>Writes and reads the description without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NotebookDescription))]
internal sealed partial class NotebookDescriptionJson : JsonSerializerContext;
