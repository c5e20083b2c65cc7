using System.Buffers.Binary;
using System.Text.Json;
using GhostNet.IO;

namespace GhostNet.Weights;

/// <summary>The header of a safetensors file, checked.</summary>
/// <param name="DataOffset">Where the header ends.</param>
/// <param name="Entries">The tensors, in the header's order.</param>
/// <param name="Metadata">What the file says about itself.</param>
internal sealed record SafetensorsHeader(long DataOffset, IReadOnlyList<SafetensorsEntry> Entries, SafetensorsMetadata Metadata)
{
    /// <summary>The name of the network's description in the metadata.</summary>
    public const string DescriptionKey = "ghostnet";

    /// <summary>The limit of the format's own reader.</summary>
    private const int MaxLength = 100_000_000;

    private const int MaxNameLength = 4096;
    private const int MaxReason = 400;
    private const int PrefixLength = sizeof(ulong);

    /// <summary>Reads the header and checks every claim in it.</summary>
    /// <exception cref="WeightFileException">A claim is wrong.</exception>
    public static SafetensorsHeader Read(MappedFile file)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, PrefixLength));
        if (length > (ulong)Math.Min(MaxLength, file.Length - PrefixLength))
        {
            throw file.Damaged(0, $"it begins with the length of its header, {length} bytes, but has {file.Length} in all and may have {MaxLength} there; it is no safetensors file, or was cut off");
        }

        try
        {
            var (entries, metadata) = Parse(file, file.Bytes(PrefixLength, (int)length));
            var header = new SafetensorsHeader(PrefixLength + (long)length, entries, metadata);
            header.CheckRanges(file);
            return header;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is no Unicode.
            throw file.Damaged(PrefixLength, $"its header is no JSON of the format: {ForeignText.Show(exception.Message, MaxReason)}", exception);
        }
    }

    /// <summary>Compares the whole file with its digest, if it has one. A checkpoint has one: one without is damaged.</summary>
    /// <exception cref="WeightFileException">They differ, or a checkpoint has none: the file is damaged.</exception>
    public void Verify(MappedFile file)
    {
        if (Metadata.DigestOffset is { } offset)
        {
            SafetensorsDigest.Verify(file, offset);
        }
        else if (Metadata[CheckpointLayout.Key] is not null)
        {
            throw file.Damaged(PrefixLength, $"its metadata has no {SafetensorsDigest.Key}");
        }
    }

    private static (List<SafetensorsEntry> Entries, SafetensorsMetadata Metadata) Parse(MappedFile file, ReadOnlySpan<byte> json)
    {
        var budget = new MemoryBudget(file);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 3 });
        var entries = new List<SafetensorsEntry>();
        var names = new HashSet<string>();
        var metadata = new SafetensorsMetadata();
        Expect(ref reader, JsonTokenType.StartObject);
        while (ReadName(ref reader) is { } name)
        {
            if (!names.Add(name))
            {
                throw new JsonException($"the name {ForeignText.Show(name)} occurs twice");
            }

            Expect(ref reader, JsonTokenType.StartObject);
            if (name == SafetensorsMetadata.Name)
            {
                metadata = SafetensorsMetadata.Read(file, budget, PrefixLength, ref reader);
                continue;
            }

            budget.ChargeTensor();
            entries.Add(ParseEntry(name, ref reader));
        }

        // Spaces may follow, and nothing else.
        if (reader.Read())
        {
            throw new JsonException("something follows the last brace");
        }

        return (entries, metadata);
    }

    private static SafetensorsEntry ParseEntry(string name, ref Utf8JsonReader reader)
    {
        ElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (ReadName(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    var typeName = reader.GetString();
                    type = ElementType.All.FirstOrDefault(known => known.SafetensorsName == typeName)
                        ?? throw new JsonException($"{Quoted()} has the type {ForeignText.Show(typeName)}, which is not read here");
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader);
                    break;
                default:
                    throw new JsonException($"{Quoted()} has {ForeignText.Show(key)} twice, or should not have it at all");
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw new JsonException($"{Quoted()} lacks its dtype, its shape or its two data_offsets");
        }

        if (TensorShape.Count(shape) is not { } count || (Int128)count * type.Size != (Int128)end - begin || begin < 0)
        {
            throw new JsonException($"{Quoted()} is {type.SafetensorsName} {TensorShape.Text(shape)}, which does not take the bytes {begin} to {end}");
        }

        return new SafetensorsEntry(name, type, shape, begin, end);

        string Quoted() => ForeignText.Show(name);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.TokenType == JsonTokenType.Number && numbers.Count < TensorShape.MaxRank && reader.TryGetInt64(out var number)
                ? number
                : throw new JsonException($"a shape or an offset is not an integer or too large, or there are more than {TensorShape.MaxRank}"));
        }

        return [.. numbers];
    }

    /// <summary>The name of the next member, or null at the object's end.</summary>
    internal static string? ReadName(ref Utf8JsonReader reader)
    {
        if (reader.Read() && reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        return reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.Length <= MaxNameLength
            ? reader.GetString()
            : throw new JsonException($"it ends too early, or has a name of more than {MaxNameLength} bytes");
    }

    /// <summary>Reads the next token, which must be of this type.</summary>
    internal static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new JsonException($"a {type} belongs at byte {reader.TokenStartIndex} of it");
        }
    }

    /// <summary>The tensors must fill the rest of the file, each byte belonging to one.</summary>
    private void CheckRanges(MappedFile file)
    {
        var length = file.Length - DataOffset;
        var next = 0L;
        foreach (var entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != next)
            {
                throw file.Damaged(DataOffset + Math.Min(next, entry.Begin), entry.Begin < next
                    ? $"{ForeignText.Show(entry.Name)} overlaps the tensor before it"
                    : $"there is a gap of {entry.Begin - next} bytes before {ForeignText.Show(entry.Name)}");
            }

            next = entry.End;
        }

        if (next != length)
        {
            throw file.Damaged(DataOffset + Math.Min(next, length), $"its tensors take {next} bytes, but {length} follow the header");
        }
    }
}
