using static TorchSharp.torch;

namespace GhostNet.Interactive.Tensors;

/// <summary>What the picture of a tensor is chosen by.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="IsComplex">Whether the values are magnitudes of complex numbers.</param>
/// <param name="Min">The smallest finite value; infinity when there is none.</param>
/// <param name="Max">The largest finite value; minus infinity when there is none.</param>
internal sealed record TensorTraits(IReadOnlyList<long> Shape, ScalarType Type, bool IsComplex, double Min, double Max)
{
    /// <summary>Whether the values are bytes.</summary>
    public bool IsByte => Type == ScalarType.Byte;

    /// <summary>Whether the values are floating-point numbers.</summary>
    public bool IsFloatingPoint => Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Whether the values are grey levels: bytes, or fractions.</summary>
    public bool HasLevels => Type != ScalarType.Bool && !IsComplex
        && (IsByte ? Max > 16 : Shape.Count > 2 && IsFloatingPoint && Min >= 0 && Max <= 1);

    /// <summary>The traits of a tensor.</summary>
    /// <param name="values">The values, dense and real.</param>
    /// <param name="isComplex">Whether they are magnitudes of complex numbers.</param>
    /// <param name="statistics">Their statistics.</param>
    public static TensorTraits Of(Tensor values, bool isComplex, TensorStatistics statistics) =>
        new(values.shape, values.dtype, isComplex, statistics.Min, statistics.Max);
}
