using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.IO;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>The file of a checkpoint: safetensors, with everything but the tensors in the metadata, and a digest of the whole.</summary>
internal static class CheckpointFile
{
    /// <summary>The objects made from the JSON take up to twelve times as much memory. 16 MB hold about sixty thousand epochs.</summary>
    public const int MaxJsonLength = 16 << 20;

    /// <summary>The version of the layout; 1 was a format of its own.</summary>
    private const string Version = "2";

    private const string LibraryKey = "library";
    private const string ModelKey = "model";
    private const string OptionsKey = "options";
    private const string DataKey = "data";
    private const string PositionKey = "position";
    private const string HistoryKey = "history";
    private const string RandomKey = "random";
    private const string PartsKey = "state";

    /// <summary>Writes a checkpoint whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="header">Everything but the tensors.</param>
    /// <param name="parts">The states of the parts of the training, which stand for <see cref="CheckpointHeader.Parts"/>.</param>
    /// <param name="tensors">All tensors but those of the parts.</param>
    public static void Write(string path, CheckpointHeader header, PartStates parts, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        KeyValuePair<string, string>[] metadata =
        [
            new(CheckpointLayout.Key, Version),
            new(SafetensorsHeader.DescriptionKey, header.Network.ToJson()),
            new(LibraryKey, header.LibraryVersion),
            new(ModelKey, header.Model),
            new(OptionsKey, JsonSerializer.Serialize(header.Options, TrainingJson.Options)),
            new(DataKey, JsonSerializer.Serialize(header.Data, TrainingJson.Data)),
            new(PositionKey, JsonSerializer.Serialize(header.Position, TrainingJson.Position)),
            new(HistoryKey, JsonSerializer.Serialize(header.History, TrainingJson.History)),
            new(RandomKey, Convert.ToBase64String(header.RandomState)),
            new(PartsKey, parts.ToJson()),
        ];
        if (metadata.Sum(static entry => (long)entry.Value.Length) is > MaxJsonLength and var length)
        {
            throw new CheckpointException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} was not written: the history and the names take {length} characters of JSON, but at most {MaxJsonLength} can be read back. Train for fewer epochs."));
        }

        Safetensors.Write(path, NamedTensor.All(tensors.Concat(parts.Tensors)), metadata, withDigest: true);
    }

    /// <summary>Reads everything but the tensors, after checking the whole file.</summary>
    /// <exception cref="CheckpointException">The file cannot be read; the message says what is wrong with it, and where.</exception>
    public static CheckpointContent Read(string path) => Open(path, file =>
    {
        var content = OldCheckpointFile.IsOne(file) ? OldCheckpointFile.Read(file) : ReadContent(file);
        return CheckpointCheck.Fault(content.Header, content.Tensors) is { } fault
            ? throw file.Damaged(0, fault)
            : content;
    });

    /// <summary>The step at which a file was written, without reading the whole of it.</summary>
    /// <returns>-1 for weights that are not a checkpoint, and the greatest number for a damaged file, which so comes first and is named.</returns>
    public static long PeekStep(string path)
    {
        try
        {
            return Open(path, static file =>
            {
                if (OldCheckpointFile.IsOne(file))
                {
                    return OldCheckpointFile.PeekStep(file);
                }

                var metadata = SafetensorsHeader.Read(file).Metadata;
                return metadata[CheckpointLayout.Key] is null && metadata.DigestOffset is null
                    ? -1
                    : Parse(file, metadata, PositionKey, TrainingJson.Position).GlobalStep;
            });
        }
        catch (CheckpointException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>Opens a checkpoint; what is wrong with it is said by one type of exception.</summary>
    /// <exception cref="CheckpointException">The file cannot be read.</exception>
    public static T Open<T>(string path, Func<MappedFile, T> read)
    {
        try
        {
            using var file = MappedFile.Open(path);
            return read(file);
        }
        catch (WeightFileException exception)
        {
            throw new CheckpointException(exception.Message, exception);
        }
    }

    /// <summary>Reads JSON of a checkpoint.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file the JSON is.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="WeightFileException">It is not what a checkpoint has there.</exception>
    public static T Parse<T>(MappedFile file, long offset, Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw file.Damaged(offset, $"its JSON is not a checkpoint's: {ForeignText.Show(exception.Message, 300)}", exception);
        }
    }

    private static CheckpointContent ReadContent(MappedFile file)
    {
        var safetensors = SafetensorsHeader.Read(file);
        safetensors.Verify(file);
        var metadata = safetensors.Metadata;
        if (metadata[CheckpointLayout.Key] is not { } version)
        {
            throw new CheckpointException(
                $"{file.Path} holds weights, but is not a checkpoint of a training. Load it with {nameof(WeightLoading.LoadWeights)}, or begin a training with it.");
        }

        if (version != Version)
        {
            throw new CheckpointException(
                $"{file.Path} has checkpoint version {ForeignText.Show(version)}, but this library reads version {Version}: use the library that wrote it.");
        }

        if (metadata.Length > MaxJsonLength)
        {
            throw file.Damaged(sizeof(ulong), $"it has {metadata.Length} characters of metadata, but may have {MaxJsonLength}");
        }

        var header = new CheckpointHeader(
            Text(file, metadata, LibraryKey),
            Parse(file, metadata, OptionsKey, TrainingJson.Options),
            Text(file, metadata, ModelKey),
            metadata.Description ?? throw Without(file, SafetensorsHeader.DescriptionKey),
            Parse(file, metadata, DataKey, TrainingJson.Data),
            Parse(file, metadata, PositionKey, TrainingJson.Position),
            Parse(file, metadata, HistoryKey, TrainingJson.History),
            Parse(file, sizeof(ulong), () => Convert.FromBase64String(Text(file, metadata, RandomKey))),
            Parse(file, sizeof(ulong), () => PartStates.Parse(Text(file, metadata, PartsKey))));
        return new CheckpointContent(header, safetensors.Entries, safetensors.DataOffset, IsOldFormat: false);
    }

    private static T Parse<T>(MappedFile file, SafetensorsMetadata metadata, string key, JsonTypeInfo<T> type)
        where T : class =>
        Parse(file, sizeof(ulong), () => JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(Text(file, metadata, key)), type));

    private static string Text(MappedFile file, SafetensorsMetadata metadata, string key) => metadata[key] ?? throw Without(file, key);

    private static WeightFileException Without(MappedFile file, string key) => file.Damaged(sizeof(ulong), $"its metadata has no {key}");
}
