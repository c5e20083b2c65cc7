using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>Checks shapes that a file claims, before memory is taken for them.</summary>
internal static class TensorShape
{
    /// <summary>Dimensions that a tensor may have: as many as NumPy allows.</summary>
    public const int MaxRank = 64;

    /// <summary>How many elements a tensor of this shape has; null when no tensor can have it.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        if (shape.Length > MaxRank)
        {
            return null;
        }

        Int128 count = 1;
        foreach (var length in shape)
        {
            // A tensor without elements may have other dimensions, but their product must not overflow either.
            count *= length < 0 ? -1 : Math.Max(length, 1);
            if (count < 0 || count > long.MaxValue)
            {
                return null;
            }
        }

        return shape.Contains(0) ? 0 : (long)count;
    }

    /// <summary>The shape as it is written everywhere, [2, 3].</summary>
    public static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Type and shape of a tensor, for a message.</summary>
    public static string Text(Tensor tensor) => $"{tensor.dtype} {Text(tensor.shape)}";
}
