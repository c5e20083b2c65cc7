using System.Text.Json.Serialization;

namespace GhostNet.Notebooks.Protocol;

/// <summary>Writes and reads the request without reflection; each of its properties is always there.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NotebookRequest))]
internal sealed partial class NotebookRequestJson : JsonSerializerContext;
