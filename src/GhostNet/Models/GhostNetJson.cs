using System.Text.Json.Serialization;

namespace GhostNet.Models;

/// <summary>How the options of GhostNets are written as JSON: without reflection, which file-based apps switch off.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(StageJson)])]
[JsonSerializable(typeof(GhostNetConfig))]
[JsonSerializable(typeof(Bottleneck[]))]
internal sealed partial class GhostNetJson : JsonSerializerContext;
