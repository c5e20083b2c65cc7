using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace GhostNet.Models;

/// <summary>Writes a stage as the list of its bottlenecks; the options know how to write an array of those.</summary>
internal sealed class StageJson : JsonConverter<Stage>
{
    /// <inheritdoc/>
    public override Stage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, Rows(options)) is { Length: > 0 } rows && !rows.Contains(null!)
            ? new Stage(rows)
            : throw new JsonException("A stage needs at least one bottleneck, and no bottleneck may be null.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Stage value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value.Bottlenecks], Rows(options));

    private static JsonTypeInfo<Bottleneck[]> Rows(JsonSerializerOptions options) => (JsonTypeInfo<Bottleneck[]>)options.GetTypeInfo(typeof(Bottleneck[]));
}
