using System.Text.Json;
using System.Text.Json.Serialization;
using GhostNet.Models;

namespace GhostNet.Training;

/// <summary>How options, histories and model descriptions are written as JSON.</summary>
internal static class TrainingJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter(), new StageConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A stage is the list of its bottlenecks.</summary>
    private sealed class StageConverter : JsonConverter<Stage>
    {
        public override Stage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<Bottleneck[]>(ref reader, options) ?? throw new JsonException("A stage is null."));

        public override void Write(Utf8JsonWriter writer, Stage value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Bottlenecks, options);
    }
}
