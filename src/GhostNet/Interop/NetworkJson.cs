using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GhostNet.Models;

namespace GhostNet.Interop;

/// <summary>How a description is written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(StageConverter)])]
[JsonSerializable(typeof(NetworkDescription))]
[JsonSerializable(typeof(Bottleneck[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<float>))]
internal sealed partial class NetworkJson : JsonSerializerContext
{
    /// <summary>Makes a configuration complete or wrong: generated code sets what is missing to 0, not to its default.</summary>
    public static void RequireAll(JsonTypeInfo type)
    {
        if (type.Type == typeof(GhostNetConfig))
        {
            foreach (var property in type.Properties.Where(static property => property.Set is not null))
            {
                property.IsRequired = true;
            }
        }
    }

    /// <summary>A stage is the list of its bottlenecks.</summary>
    private sealed class StageConverter : JsonConverter<Stage>
    {
        public override Stage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, Default.BottleneckArray) is { } rows && rows.All(static row => row is not null)
                ? rows
                : throw new JsonException("A stage is null."));

        public override void Write(Utf8JsonWriter writer, Stage value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, [.. value.Bottlenecks], Default.BottleneckArray);
    }
}
