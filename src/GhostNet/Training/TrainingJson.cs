using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GhostNet.Data;
using GhostNet.Models;

namespace GhostNet.Training;

/// <summary>How options, histories and model descriptions are written as JSON: without reflection, which file-based apps switch off.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(StageJson)])]
[JsonSerializable(typeof(CheckpointHeader))]
[JsonSerializable(typeof(TrainingHistory))]
[JsonSerializable(typeof(LearningRateSchedule))]
[JsonSerializable(typeof(Bottleneck[]))]
[JsonSerializable(typeof(IReadOnlyList<Bottleneck>))]
internal sealed partial class TrainingJsonContext : JsonSerializerContext;

/// <summary>The same, made strict.</summary>
internal static class TrainingJson
{
    private static readonly JsonSerializerOptions s_strict = new(TrainingJsonContext.Default.Options)
    {
        TypeInfoResolver = TrainingJsonContext.Default.WithAddedModifier(RequireAll),
    };

    public static JsonTypeInfo<CheckpointHeader> Header { get; } = (JsonTypeInfo<CheckpointHeader>)s_strict.GetTypeInfo(typeof(CheckpointHeader));

    public static JsonTypeInfo<TrainingHistory> History { get; } = (JsonTypeInfo<TrainingHistory>)s_strict.GetTypeInfo(typeof(TrainingHistory));

    public static JsonTypeInfo<LearningRateSchedule> Schedule { get; } = (JsonTypeInfo<LearningRateSchedule>)s_strict.GetTypeInfo(typeof(LearningRateSchedule));

    /// <summary>
    /// Generated code sets a property that is missing in the JSON to zero, not to its default: so none may be. A property that a
    /// later version adds needs a way of its own to be read from older files.
    /// </summary>
    private static void RequireAll(JsonTypeInfo type)
    {
        if (type.Type == typeof(TrainingOptions) || type.Type == typeof(GhostNetConfig) || type.Type == typeof(Augmentation))
        {
            foreach (var property in type.Properties.Where(property => property.Set is not null))
            {
                property.IsRequired = true;
            }
        }
    }
}

/// <summary>A stage is the list of its bottlenecks.</summary>
internal sealed class StageJson : JsonConverter<Stage>
{
    public override Stage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<Bottleneck[]>)options.GetTypeInfo(typeof(Bottleneck[]))) is { Length: > 0 } bottlenecks
            ? new Stage(bottlenecks)
            : throw new JsonException("A stage has no bottlenecks.");

    public override void Write(Utf8JsonWriter writer, Stage value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Bottlenecks, (JsonTypeInfo<IReadOnlyList<Bottleneck>>)options.GetTypeInfo(typeof(IReadOnlyList<Bottleneck>)));
}
