using TorchSharp;

namespace GhostNet.Data;

/// <summary>Images and labels for one step.</summary>
/// <remarks>The loader owns the tensors and fills them again for a later batch: do not dispose or keep them.</remarks>
/// <param name="Images">Normalised images, float32 <c>[N, C, H, W]</c>.</param>
/// <param name="Labels">Labels, int64 <c>[N]</c>.</param>
public sealed record Batch(torch.Tensor Images, torch.Tensor Labels)
{
    /// <summary>Number of images.</summary>
    public int Count => (int)Labels.size(0);
}
