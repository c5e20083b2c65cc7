using System.Text;
using System.Text.Json;
using GhostNet.Interactive.Tensors;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Hosts;

/// <summary>A tensor as JSON of limited size. Without one, sharing a tensor between the languages of a notebook fails silently.</summary>
internal static class TensorJson
{
    /// <summary>Values that are written at most.</summary>
    private const int MostValues = 1000;

    /// <summary>
    /// Type, shape, device and the first values in order, as numbers; NaN and infinities, which JSON does not have, as null. Of complex
    /// numbers the magnitudes are written.
    /// </summary>
    /// <param name="tensor">Any tensor; the caller keeps it.</param>
    public static string Of(Tensor tensor)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (tensor.IsInvalid)
            {
                json.WriteBoolean("disposed", true);
            }
            else
            {
                Write(json, tensor);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, Tensor tensor)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        json.WriteString("dtype", TensorInfo.Name(tensor.dtype));
        json.WriteStartArray("shape");
        foreach (var size in tensor.shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteString("device", tensor.device.ToString());
        if (DenseTensor.From(tensor) is { } values)
        {
            json.WriteStartArray("values");
            foreach (var value in First(values))
            {
                if (double.IsFinite(value))
                {
                    json.WriteNumberValue(value);
                }
                else
                {
                    json.WriteNullValue();
                }
            }

            json.WriteEndArray();
            json.WriteBoolean("truncated", values.numel() > MostValues);
        }
    }

    /// <summary>The first values in the order of their indices, without copying the others.</summary>
    private static double[] First(Tensor values)
    {
        while (values.numel() > MostValues)
        {
            var dimension = Array.FindIndex(values.shape, size => size > 1);
            var size = values.size(dimension);
            var rest = values.numel() / size;
            var rows = Math.Max(1, (MostValues + rest - 1) / rest);
            if (rows >= size)
            {
                break;
            }

            values = values.narrow(dimension, 0, rows);
        }

        var first = TensorValues.ToArray(values);
        return first.Length > MostValues ? first[..MostValues] : first;
    }
}
