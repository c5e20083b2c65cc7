using System.Text.Json;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>The metadata of a safetensors file: strings by name.</summary>
internal sealed class SafetensorsMetadata
{
    /// <summary>Its name in the header, the only one that is not a tensor's.</summary>
    public const string Name = "__metadata__";

    /// <summary>What a string takes in memory beside its characters.</summary>
    private const int StringCost = 100;

    private readonly Dictionary<string, string> _values = [];

    /// <summary>The description of the network; null if there is none.</summary>
    public NetworkDescription? Description { get; private set; }

    /// <summary>Where in the file its digest stands; null if it has none.</summary>
    public long? DigestOffset { get; private set; }

    /// <summary>Characters of all strings together.</summary>
    public long Length => _values.Values.Sum(static value => (long)value.Length);

    /// <summary>A string by its name; null if there is none.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Reads the metadata.</summary>
    /// <param name="file">The file.</param>
    /// <param name="budget">The memory that it may take.</param>
    /// <param name="start">Where in the file the JSON begins.</param>
    /// <param name="reader">Stands behind the opening brace of the metadata, and afterwards behind the closing one.</param>
    /// <exception cref="JsonException">It is not what the format describes.</exception>
    /// <exception cref="WeightFileException">The description of the network is wrong.</exception>
    public static SafetensorsMetadata Read(MappedFile file, MemoryBudget budget, long start, ref Utf8JsonReader reader)
    {
        var metadata = new SafetensorsMetadata();
        while (SafetensorsHeader.ReadName(ref reader) is { } key)
        {
            SafetensorsHeader.Expect(ref reader, JsonTokenType.String);
            budget.Charge(StringCost + (2L * (key.Length + reader.ValueSpan.Length)));
            if (!metadata._values.TryAdd(key, reader.GetString()!))
            {
                throw new JsonException($"the metadata has {ForeignText.Show(key)} twice");
            }

            if (key == SafetensorsHeader.DescriptionKey)
            {
                var json = new byte[reader.ValueSpan.Length];
                var length = reader.CopyString(json);
                metadata.Description = NetworkDescription.Read(file, start + reader.TokenStartIndex, json.AsSpan(0, length), budget);
            }
            else if (key == SafetensorsDigest.Key)
            {
                metadata.DigestOffset = reader.ValueSpan.Length == SafetensorsDigest.Length && !reader.ValueIsEscaped
                    ? start + reader.TokenStartIndex + 1
                    : throw new JsonException($"{key} is not a digest of {SafetensorsDigest.Length} characters");
            }
        }

        return metadata;
    }
}
