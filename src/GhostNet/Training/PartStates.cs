using System.Buffers;
using System.Text;
using System.Text.Json;

namespace GhostNet.Training;

/// <summary>The states of all parts of a training (<see cref="IStateful"/>), as a checkpoint holds them.</summary>
internal sealed class PartStates : IDisposable
{
    /// <summary>The losses of the epoch, by their name in the file: they lie where those of a part would.</summary>
    public const string EpochLossesName = $"state.{Reserved}.losses";

    /// <summary>How many epochs are in an average of their weights, and the index of the last one.</summary>
    public const string AveragedEpochsName = $"state.{Reserved}.averaged";

    /// <summary>What no part may be called, so that its tensors do not meet the losses of the epoch.</summary>
    private const string Reserved = "epoch";

    private readonly OrderedDictionary<string, StateWriter> _writers = [];

    /// <summary>The states of no part, as they are read.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> None { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>();

    /// <summary>Asks each part for its state. The caller disposes the result.</summary>
    /// <exception cref="ArgumentException">Two parts have the same name, or a name is the checkpoint's own or has a character that it may not have.</exception>
    public static PartStates Of(IEnumerable<IStateful> parts)
    {
        var states = new PartStates();
        try
        {
            foreach (var part in parts)
            {
                var name = part.StateName;
                if (!IsName(name))
                {
                    throw new ArgumentException($"{part.GetType().Name}.{nameof(IStateful.StateName)} is \"{name}\", but must be of ASCII letters, digits, _ and -.");
                }

                if (name == Reserved)
                {
                    throw new ArgumentException($"{part.GetType().Name}.{nameof(IStateful.StateName)} is \"{name}\", under which a checkpoint has the losses of its epoch. Give it another name.");
                }

                var writer = new StateWriter(name);
                if (!states._writers.TryAdd(name, writer))
                {
                    throw new ArgumentException($"Two parts of the training keep their state as \"{name}\". Give them two names.");
                }

                part.SaveState(writer);
            }

            return states;
        }
        catch
        {
            states.Dispose();
            throw;
        }
    }

    /// <summary>The tensors by their names in the file.</summary>
    public IEnumerable<KeyValuePair<string, TorchSharp.torch.Tensor>> Tensors => _writers.SelectMany(
        static part => part.Value.Tensors.Select(tensor => KeyValuePair.Create(Prefix(part.Key) + tensor.Key, tensor.Value)));

    /// <summary>What the names of a part's tensors begin with.</summary>
    public static string Prefix(string part) => $"state.{part}.";

    /// <summary>The other values as JSON: <c>{"part":{"name":value}}</c>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (part, writer) in _writers)
            {
                json.WriteStartObject(part);
                foreach (var (name, value) in writer.Values)
                {
                    Write(json, name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 2 });
        var parts = new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>();
        foreach (var part in Members(document.RootElement))
        {
            var values = Members(part.Value).ToList();
            if (!parts.TryAdd(part.Name, values.DistinctBy(static value => value.Name).ToDictionary(static value => value.Name, static value => value.Value.Clone()))
                || parts[part.Name].Count != values.Count)
            {
                throw new JsonException("a name of a state occurs twice");
            }
        }

        return parts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in _writers.Values)
        {
            writer.Release();
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject()
        : throw new JsonException($"a state is not an object but {element.ValueKind}");

    private static bool IsName(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case double number when !double.IsFinite(number):
                json.WriteString(name, number > 0 ? "Infinity" : number < 0 ? "-Infinity" : "NaN");
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case JsonElement read:
                json.WritePropertyName(name);
                read.WriteTo(json);
                break;
            default:
                json.WriteString(name, (string)value);
                break;
        }
    }
}
