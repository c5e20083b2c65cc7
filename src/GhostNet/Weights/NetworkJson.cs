using System.Text.Json.Serialization;
using GhostNet.Models;

namespace GhostNet.Weights;

/// <summary>How a description is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(StageJson)])]
[JsonSerializable(typeof(NetworkDescription))]
[JsonSerializable(typeof(Bottleneck[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<float>))]
internal sealed partial class NetworkJson : JsonSerializerContext;
