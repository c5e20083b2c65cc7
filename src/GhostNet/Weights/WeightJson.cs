using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhostNet.Weights;

/// <summary>How a description is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(NetworkDescription))]
[JsonSerializable(typeof(ModelSpec))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<float>))]
internal sealed partial class WeightJson : JsonSerializerContext;
