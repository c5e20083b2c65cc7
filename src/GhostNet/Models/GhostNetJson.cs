using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GhostNet.IO;

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
internal sealed partial class GhostNetJson : JsonSerializerContext
{
    /// <summary>The same, but no option may be missing.</summary>
    public static JsonTypeInfo<GhostNetConfig> Complete { get; } = (JsonTypeInfo<GhostNetConfig>)new System.Text.Json.JsonSerializerOptions(Default.Options)
    {
        TypeInfoResolver = Default.WithAddedModifier(CompleteJson.Of(typeof(GhostNetConfig))),
    }.GetTypeInfo(typeof(GhostNetConfig));
}
