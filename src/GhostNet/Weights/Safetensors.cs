using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Reads and writes safetensors files: a JSON header that says what is where, then the bytes of the tensors.</summary>
/// <remarks>
/// Source: the format's description at github.com/huggingface/safetensors. A file can hold no code. What the header claims is
/// checked before a byte is trusted: lengths, shapes, double names, overlaps and gaps.
/// </remarks>
public static class Safetensors
{
    /// <summary>Tensors begin at multiples of this, for those who map the file and use it in place.</summary>
    private const int Alignment = 8;

    private static ReadOnlySpan<byte> DigestMember => "\"ghostnet.sha256\":\""u8;

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">A file with tensors of types F32, F16, BF16, F64, I8, I16, I32, I64, U8 and BOOL.</param>
    /// <returns>The tensors, on the CPU; the caller disposes them.</returns>
    /// <exception cref="WeightFileException">The file cannot be read; the message says what is wrong with it, and where.</exception>
    public static StateDict Read(string path)
    {
        using var file = MappedFile.Open(path);
        var header = SafetensorsHeader.Read(file);
        header.Verify(file);
        return Read(file, header.DataOffset, header.Entries, header.Metadata.Description);
    }

    /// <summary>Reads the weights of a file: all its tensors, or those of the network if it is a checkpoint, averaged if there is an average.</summary>
    /// <exception cref="WeightFileException">The file cannot be read; the message says what is wrong with it, and where.</exception>
    internal static StateDict ReadWeights(string path)
    {
        using var file = MappedFile.Open(path);
        return ReadWeights(file);
    }

    /// <summary>Reads the weights of a file that is open.</summary>
    /// <exception cref="WeightFileException">The message says what is wrong with it, and where.</exception>
    internal static StateDict ReadWeights(MappedFile file)
    {
        var header = SafetensorsHeader.Read(file);
        header.Verify(file);
        var weights = header.Metadata[CheckpointLayout.Key] is null ? header.Entries : CheckpointLayout.Weights(header.Entries, averaged: true);
        return Read(file, header.DataOffset, weights, header.Metadata.Description);
    }

    /// <summary>Reads some tensors of a file whose header has been checked. The caller disposes them.</summary>
    internal static StateDict Read(MappedFile file, long dataOffset, IEnumerable<SafetensorsEntry> entries, NetworkDescription? description)
    {
        var state = new StateDict(file.Path, description);
        try
        {
            foreach (var entry in entries)
            {
                state.Add(entry.Name, file.ReadTensor(dataOffset + entry.Begin, entry.Type, entry.Shape));
            }

            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors, whole or not at all. The same tensors give the same bytes.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="state">Tensors by name, on any device, such as <c>model.state_dict()</c>; the caller keeps them.</param>
    /// <param name="description">The description of the network, which is put into the metadata as <c>ghostnet</c>; null to write none.</param>
    /// <param name="half">
    /// Whether weights are written in half precision (F16), half as many bytes. Loading converts them back. Vectors and counters stay as they are: they take
    /// little room, and the variances of batch normalisation may be smaller than half precision has numbers for.
    /// </param>
    /// <exception cref="ArgumentException">A name occurs twice, a tensor is of a type that the format does not have, or a weight is too large for half precision.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> state, NetworkDescription? description = null, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Write(
            path,
            NamedTensor.All(half ? state.Select(static item => KeyValuePair.Create(item.Key, Half(item.Value))) : state),
            description is null ? [] : [new(SafetensorsHeader.DescriptionKey, description.ToJson())],
            withDigest: false);
    }

    /// <summary>Writes tensors and metadata, whole or not at all.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors; the header keeps their order.</param>
    /// <param name="metadata">Strings by name.</param>
    /// <param name="withDigest">Whether the metadata get a digest of the whole file; see <see cref="SafetensorsDigest"/>.</param>
    internal static void Write(
        string path, IReadOnlyList<NamedTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata, bool withDigest)
    {
        if (tensors.Any(static tensor => tensor.Name == SafetensorsMetadata.Name))
        {
            throw new ArgumentException($"A tensor cannot be named {SafetensorsMetadata.Name}: the format uses that name.", nameof(tensors));
        }

        // Wide elements first, so that each tensor is aligned; the header keeps the order of the caller.
        var inFile = tensors.OrderByDescending(static tensor => tensor.Type.Size).ToList();
        var header = Header(tensors, inFile, withDigest ? metadata.Prepend(new(SafetensorsDigest.Key, SafetensorsDigest.Zeros)) : metadata);
        AtomicFile.Write(path, stream =>
        {
            using var hash = withDigest ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
            Append(BitConverter.GetBytes((ulong)header.Length));
            Append(header);
            foreach (var tensor in inFile)
            {
                tensor.CopyTo(Append);
            }

            if (hash is not null)
            {
                // Quotes within a string are escaped: these bytes occur once.
                stream.Position = sizeof(ulong) + header.AsSpan().IndexOf(DigestMember) + DigestMember.Length;
                stream.Write(SafetensorsDigest.Text(hash));
            }

            void Append(ReadOnlySpan<byte> bytes)
            {
                hash?.AppendData(bytes);
                stream.Write(bytes);
            }
        });
    }

    private static Tensor Half(Tensor weight) => weight.dim() < 2 || !weight.is_floating_point() ? weight
        : weight.abs().max().item<float>() > (float)System.Half.MaxValue ? throw new ArgumentException("A weight is above 65504, for which half precision has no number: write the file in single precision.")
        : weight.half();

    private static byte[] Header(IEnumerable<NamedTensor> tensors, IEnumerable<NamedTensor> inFile, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var begins = new Dictionary<NamedTensor, long>();
        var end = 0L;
        foreach (var tensor in inFile)
        {
            begins[tensor] = end;
            end += tensor.Bytes;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsMetadata.Name);
            json.WriteString("format", "pt");
            foreach (var (name, value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.SafetensorsName);
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", begins[tensor], begins[tensor] + tensor.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        var padding = -buffer.WrittenCount & (Alignment - 1);
        return [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
