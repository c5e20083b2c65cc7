using GhostNet.Data;

namespace GhostNet.Benchmarks.Plain;

/// <summary>Crops, mirrors and normalises as one writes it first: pixel by pixel, on one thread.</summary>
internal static class ScalarLoader
{
    /// <summary>Writes one image, <c>[C, H, W]</c>, into <paramref name="target"/>.</summary>
    public static void Write(ImageDataset dataset, in AugmentationParameters place, float[] target, int offset)
    {
        for (var channel = 0; channel < dataset.Channels; channel++)
        {
            for (var y = 0; y < dataset.Height; y++)
            {
                for (var x = 0; x < dataset.Width; x++)
                {
                    var sourceY = y + place.Top;
                    var sourceX = (place.Flip ? dataset.Width - 1 - x : x) + place.Left;
                    var isInside = sourceY >= 0 && sourceY < dataset.Height && sourceX >= 0 && sourceX < dataset.Width;
                    var pixel = isInside
                        ? dataset.Pixels[(place.Image * dataset.ImageSize) + (((channel * dataset.Height) + sourceY) * dataset.Width) + sourceX]
                        : 0;
                    target[offset++] = ((pixel / 255f) - dataset.Mean[channel]) / dataset.Std[channel];
                }
            }
        }
    }
}
