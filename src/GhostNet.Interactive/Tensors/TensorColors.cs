using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Tensors;

/// <summary>The colours of a tensor's picture.</summary>
/// <param name="Map">The colours.</param>
/// <param name="Range">The values that have the first and the last colour.</param>
internal sealed record TensorColors(ColorMap Map, ValueRange Range)
{
    /// <summary>Chooses the colours; no value is read.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="options">What the caller asked for.</param>
    /// <param name="isImage">Whether the picture keeps grey levels and colours.</param>
    public static TensorColors Choose(TensorTraits tensor, TensorOptions options, bool isImage)
    {
        var map = options.ColorMap switch
        {
            ColorMap.Auto when isImage => ColorMap.Gray,
            ColorMap.Auto when tensor is { Min: < 0, Max: > 0 } => ColorMap.BlueRed,
            ColorMap.Auto => ColorMap.Viridis,
            var chosen => chosen,
        };
        var (low, high) = tensor.Min <= tensor.Max ? (tensor.Min, tensor.Max) : (0, 1);
        if (isImage)
        {
            // Levels as they are meant: bytes, fractions, fractions after normalisation is undone, or bytes as fractions of other types.
            (low, high) = options.Mean is not null || (tensor.IsFloatingPoint && low >= 0 && high <= 1) ? (0, 1)
                : tensor.IsByte || (low >= 0 && high is > 2 and <= 255) ? (0, 255)
                : (low, high);
        }
        else if (map == ColorMap.BlueRed)
        {
            high = Math.Max(Math.Abs(low), Math.Abs(high));
            low = -high;
        }

        return new TensorColors(map, new ValueRange(options.Min ?? low, options.Max ?? high));
    }
}
