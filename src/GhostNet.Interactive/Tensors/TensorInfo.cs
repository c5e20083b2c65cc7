using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>What is known about a tensor without reading its values.</summary>
/// <param name="Type">Name of the element type, as PyTorch has it.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Device">Where it is.</param>
/// <param name="Bytes">Memory that its values take.</param>
/// <param name="Remarks">What is unusual: sparse, not contiguous, with gradient …</param>
internal sealed record TensorInfo(string Type, IReadOnlyList<long> Shape, string Device, long Bytes, IReadOnlyList<string> Remarks)
{
    /// <summary>Type and shape, such as <c>float32 [3, 32, 32]</c>.</summary>
    public string Title => $"{Type} [{string.Join(", ", Shape)}]";

    /// <summary>Device, memory and remarks.</summary>
    public IEnumerable<string> Details => [Device, Size(Bytes), .. Remarks];

    /// <summary>Describes a tensor.</summary>
    /// <param name="tensor">A tensor that is not disposed.</param>
    public static TensorInfo Of(Tensor tensor) => new(
        Name(tensor.dtype), tensor.shape, tensor.device.ToString(), MemoryOf(tensor), [.. RemarksOn(tensor)]);

    /// <summary>PyTorch's name of an element type.</summary>
    public static string Name(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        ScalarType.ComplexFloat32 => "complex64",
        ScalarType.ComplexFloat64 => "complex128",
        _ => type.ToString().ToLowerInvariant(),
    };

    private static IEnumerable<string> RemarksOn(Tensor tensor)
    {
        if (tensor.is_sparse)
        {
            using var values = tensor.SparseValues;
            yield return string.Create(CultureInfo.InvariantCulture, $"sparse, {values.size(0)} stored");
        }
        else if (IsExpanded(tensor))
        {
            yield return "expanded";
        }
        else if (!tensor.is_contiguous())
        {
            yield return "not contiguous";
        }

        if (tensor.requires_grad)
        {
            yield return "requires grad";
        }

        if (tensor.is_complex())
        {
            yield return "statistics of |z|";
        }
    }

    private static bool IsExpanded(Tensor tensor) => tensor.shape.Zip(tensor.stride()).Any(pair => pair is { First: > 1, Second: 0 });

    private static long MemoryOf(Tensor tensor)
    {
        if (tensor.is_sparse)
        {
            using var scope = NewDisposeScope();
            return Dense(tensor.SparseValues) + Dense(tensor.SparseIndices);
        }

        return tensor.device_type == DeviceType.META
            ? 0
            : tensor.shape.Zip(tensor.stride(), (size, stride) => stride == 0 ? Math.Min(size, 1) : size).Aggregate(tensor.element_size(), (a, b) => a * b);

        static long Dense(Tensor part) => part.numel() * part.element_size();
    }

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GB"),
    };
}
