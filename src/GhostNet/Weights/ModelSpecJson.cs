using System.Text.Json;
using System.Text.Json.Serialization;

namespace GhostNet.Weights;

/// <summary>Writes a spec as an object with its name and, if there are any, its options.</summary>
internal sealed class ModelSpecJson : JsonConverter<ModelSpec>
{
    private const string Name = "name", Options = "options";

    /// <summary>No network has nearly as many options.</summary>
    private const int MostOptions = 1000;

    /// <inheritdoc/>
    public override ModelSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var spec = JsonElement.ParseValue(ref reader);
        if (spec.ValueKind != JsonValueKind.Object || !spec.TryGetProperty(Name, out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } text)
        {
            throw new JsonException("a network has a name");
        }

        if (!spec.TryGetProperty(Options, out var values))
        {
            return new ModelSpec(text);
        }

        if (values.ValueKind != JsonValueKind.Object || values.GetPropertyCount() > MostOptions)
        {
            throw new JsonException($"the options of a network are an object with at most {MostOptions} values");
        }

        return values.EnumerateObject().DistinctBy(static option => option.Name).Count() == values.GetPropertyCount()
            ? new ModelSpec(text, values.EnumerateObject().Select(static option => KeyValuePair.Create(option.Name, option.Value.Clone())))
            : throw new JsonException("an option of the network is there twice");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ModelSpec value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Name, value.Name);
        if (value.Options.Count > 0)
        {
            writer.WriteStartObject(Options);
            foreach (var (option, setting) in value.Options)
            {
                writer.WritePropertyName(option);
                setting.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
