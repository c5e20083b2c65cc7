using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhostNet.Cli.Runs;

/// <summary>Writes and reads the note without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true)]
[JsonSerializable(typeof(RunInfo))]
internal sealed partial class RunInfoJson : JsonSerializerContext;
