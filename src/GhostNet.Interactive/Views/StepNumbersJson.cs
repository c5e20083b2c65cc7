using System.Text.Json.Serialization;

namespace GhostNet.Interactive.Views;

/// <summary>Writes the numbers without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StepNumbers))]
internal sealed partial class StepNumbersJson : JsonSerializerContext;
