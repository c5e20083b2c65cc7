using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>Which network: a registered name, and the options in which it differs from what is registered under that name.</summary>
/// <remarks>
/// Checkpoints and files of weights hold it as <c>{"name":"ghostnet_cifar","options":{"width":0.5}}</c>, and is enough
/// to build the network again: <see cref="Models.ModelRegistry.Create(ModelSpec)"/>. Immutable.
/// </remarks>
[JsonConverter(typeof(ModelSpecJson))]
public sealed class ModelSpec : IEquatable<ModelSpec>
{
    /// <summary>The option of every network that says how long the logits are.</summary>
    internal const string ClassesOption = "classes";

    /// <summary>The option of every network that says how many channels an image has.</summary>
    internal const string InputChannelsOption = "inputChannels";

    private readonly OrderedDictionary<string, JsonElement> _options;

    /// <summary>Names a network.</summary>
    /// <param name="name">A registered name, such as <c>ghostnet_100</c>.</param>
    /// <param name="classes">Number of classes; null for the registered one.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones; null for the registered number.</param>
    public ModelSpec(string name, int? classes = null, int? inputChannels = null)
        : this(name, (IEnumerable<KeyValuePair<string, JsonElement>>)[])
    {
        Add(ClassesOption, classes);
        Add(InputChannelsOption, inputChannels);

        void Add(string option, int? value)
        {
            if (value is { } number)
            {
                _options[option] = Element(number);
            }
        }
    }

    internal ModelSpec(string name, IEnumerable<KeyValuePair<string, JsonElement>> options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, _options) = (name, new OrderedDictionary<string, JsonElement>(options, StringComparer.Ordinal));
    }

    /// <summary>The registered name.</summary>
    public string Name { get; }

    /// <summary>Number of classes: the length of the logits.</summary>
    /// <exception cref="ArgumentException">It is left to what is registered.</exception>
    public int Classes => Whole(ClassesOption);

    /// <summary>Channels of an image.</summary>
    /// <exception cref="ArgumentException">They are left to what is registered.</exception>
    public int InputChannels => Whole(InputChannelsOption);

    /// <summary>The options, each with its value in JSON.</summary>
    public IReadOnlyDictionary<string, JsonElement> Options => _options;

    /// <summary>The same network with another value of an option.</summary>
    /// <param name="option">Name of the option, such as <c>width</c>.</param>
    /// <param name="value">Its value.</param>
    public ModelSpec With(string option, double value) => With(option, Element(value));

    /// <summary>The same network with another value of an option.</summary>
    /// <param name="option">Name of the option, such as <c>flavor</c>.</param>
    /// <param name="value">Its value.</param>
    public ModelSpec With(string option, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return With(option, JsonElement.Parse($"\"{JsonEncodedText.Encode(value)}\""));
    }

    /// <summary>The value of an option that is a number.</summary>
    /// <param name="option">Its name.</param>
    /// <exception cref="ArgumentException">There is no such option, or it is not a number.</exception>
    public double Number(string option) => _options.TryGetValue(option, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
        ? number
        : throw Wrong(option, "a number");

    /// <summary>The value of an option that is an integer.</summary>
    /// <param name="option">Its name.</param>
    /// <exception cref="ArgumentException">There is no such option, or it is not an integer.</exception>
    public int Whole(string option) => _options.TryGetValue(option, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
        ? number
        : throw Wrong(option, "a whole number");

    /// <summary>The value of an option that is a string.</summary>
    /// <param name="option">Its name.</param>
    /// <exception cref="ArgumentException">There is no such option, or it is not a string.</exception>
    public string Text(string option) => _options.TryGetValue(option, out var value) && value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw Wrong(option, "a text");

    /// <summary>The name and the options as JSON: an object with <c>name</c> and <c>options</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, WeightJson.Default.ModelSpec);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ArgumentException">It is not the JSON of a network.</exception>
    public static ModelSpec Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, WeightJson.Default.ModelSpec) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"This is not the JSON of a network, which has a name and options: {ForeignText.Show(exception.Message)}", nameof(json), exception);
        }
    }

    /// <summary>Equal when they have the same name and the same options, in whatever order.</summary>
    /// <param name="other">Another one.</param>
    public bool Equals(ModelSpec? other) => other is not null && other.Name == Name && other._options.Count == _options.Count
        && _options.All(option => other._options.TryGetValue(option.Key, out var value) && JsonElement.DeepEquals(option.Value, value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, _options.Count);

    /// <summary>The name and the options, in one line.</summary>
    public override string ToString() => _options.Count == 0
        ? ForeignText.Show(Name)
        : $"{ForeignText.Show(Name)} ({string.Join(", ", _options.Select(option => $"{ForeignText.Show(option.Key)} {ForeignText.Show(ValueText(option.Value))}"))})";

    /// <summary>A value as text, in which equal values are equal.</summary>
    internal static string ValueText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, WeightJson.Default.JsonElement),
    };

    /// <summary>The same network with the values of other options.</summary>
    internal ModelSpec With(IReadOnlyDictionary<string, JsonElement> options)
    {
        var changed = new ModelSpec(Name, _options);
        foreach (var (option, value) in options)
        {
            changed._options[option] = value;
        }

        return changed;
    }

    private static JsonElement Element(double value) => double.IsFinite(value)
        ? JsonElement.Parse(value.ToString("R", CultureInfo.InvariantCulture))
        : throw new ArgumentOutOfRangeException(nameof(value), $"An option of a network is a finite number, not {value}.");

    private ModelSpec With(string option, JsonElement value)
    {
        ArgumentException.ThrowIfNullOrEmpty(option);
        var changed = new ModelSpec(Name, _options);
        changed._options[option] = value;
        return changed;
    }

    private ArgumentException Wrong(string option, string kind) => new(_options.TryGetValue(option, out var value)
        ? $"The option {ForeignText.Show(option)} of {ForeignText.Show(Name)} is {ForeignText.Show(ValueText(value))}, but must be {kind}."
        : $"{ForeignText.Show(Name)} is given no {ForeignText.Show(option)}, which must be {kind}.");
}
