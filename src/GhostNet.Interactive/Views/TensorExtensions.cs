using GhostNet.Interactive.Tensors;
using GhostNet.Interactive.Views;
using TorchSharp;

namespace GhostNet.Interactive;

/// <summary><c>tensor.View()</c>.</summary>
public static class TensorExtensions
{
    /// <summary>A picture of a tensor: whatever its type, shape and state, and of a size that does not grow with it.</summary>
    /// <param name="tensor">The tensor. It is read now: the view does not change with it, and outlives it.</param>
    /// <param name="display">What it is shown as; by itself, what fits its shape.</param>
    /// <param name="channel">Shows this channel alone, of <c>[C, H, W]</c> or of the first entry of <c>[N, C, H, W]</c>.</param>
    /// <param name="min">The value of the first colour; null for the smallest value.</param>
    /// <param name="max">The value of the last colour; null for the largest value.</param>
    /// <param name="colorMap">The colours.</param>
    /// <param name="mean">The mean of each channel, if the image is normalised: it is shown as it was before.</param>
    /// <param name="std">The standard deviation of each channel, if the image is normalised.</param>
    /// <exception cref="ArgumentException">The tensor has no such channel, or its shape does not fit what it is to be shown as.</exception>
    public static View View(
        this torch.Tensor tensor,
        TensorDisplay display = TensorDisplay.Auto,
        int? channel = null,
        double? min = null,
        double? max = null,
        ColorMap colorMap = ColorMap.Auto,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (mean is null != std is null)
        {
            throw new ArgumentException("An image is normalised by a mean and a standard deviation: give both or none.", nameof(mean));
        }

        return new TensorView(tensor, new TensorOptions(display, channel, min, max, colorMap, mean, std));
    }
}
