using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>The type of a tensor's elements, by the names that it has in files.</summary>
/// <param name="Type">Its name in torch.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="SafetensorsName">Its name in a safetensors header.</param>
/// <param name="StorageName">The PyTorch class that stores such elements.</param>
internal sealed record ElementType(ScalarType Type, int Size, string SafetensorsName, string StorageName)
{
    /// <summary>Every type that both formats and torch have.</summary>
    public static IReadOnlyList<ElementType> All { get; } =
    [
        new(ScalarType.Float32, 4, "F32", "FloatStorage"),
        new(ScalarType.Float16, 2, "F16", "HalfStorage"),
        new(ScalarType.BFloat16, 2, "BF16", "BFloat16Storage"),
        new(ScalarType.Float64, 8, "F64", "DoubleStorage"),
        new(ScalarType.Int8, 1, "I8", "CharStorage"),
        new(ScalarType.Int16, 2, "I16", "ShortStorage"),
        new(ScalarType.Int32, 4, "I32", "IntStorage"),
        new(ScalarType.Int64, 8, "I64", "LongStorage"),
        new(ScalarType.Byte, 1, "U8", "ByteStorage"),
        new(ScalarType.Bool, 1, "BOOL", "BoolStorage"),
    ];

    /// <summary>The type of a tensor's elements; null for one that the formats do not share, such as complex numbers.</summary>
    public static ElementType? Of(ScalarType type) => All.FirstOrDefault(element => element.Type == type);
}
