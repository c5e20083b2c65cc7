using System.Buffers;
using System.Buffers.Binary;
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

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">A file with tensors of types F32, F16, BF16, F64, I8, I16, I32, I64, U8 and BOOL.</param>
    /// <returns>The tensors, on the CPU; the caller disposes them.</returns>
    /// <exception cref="WeightFileException">The file cannot be read; the message says what is wrong with it, and where.</exception>
    public static StateDict Read(string path)
    {
        using var file = MappedFile.Open(path);
        var header = SafetensorsHeader.Read(file);
        var state = new StateDict(path, header.Description);
        try
        {
            foreach (var entry in header.Entries)
            {
                state.Add(entry.Name, file.ReadTensor(header.DataOffset + entry.Begin, entry.Type, entry.Shape));
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
    /// <exception cref="ArgumentException">A name occurs twice, or a tensor is of a type that the format does not have.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> state, NetworkDescription? description = null)
    {
        var tensors = NamedTensor.All(state);
        if (tensors.Any(tensor => tensor.Name == SafetensorsHeader.Metadata))
        {
            throw new ArgumentException($"A tensor cannot be named {SafetensorsHeader.Metadata}: the format uses that name.", nameof(state));
        }

        // Wide numbers first, so that each tensor is aligned; the header keeps the order of the caller.
        var inFile = tensors.OrderByDescending(tensor => tensor.Type.Size).ToList();
        var header = Header(tensors, inFile, description);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in inFile)
            {
                tensor.CopyTo(stream);
            }
        });
    }

    private static byte[] Header(IEnumerable<NamedTensor> tensors, IEnumerable<NamedTensor> inFile, NetworkDescription? description)
    {
        var begins = new Dictionary<NamedTensor, long>();
        var end = 0L;
        foreach (var tensor in inFile)
        {
            begins[tensor] = end;
            end += tensor.Bytes;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.Metadata);
            json.WriteString("format", "pt");
            if (description is not null)
            {
                json.WriteString(SafetensorsHeader.DescriptionKey, description.ToJson());
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
