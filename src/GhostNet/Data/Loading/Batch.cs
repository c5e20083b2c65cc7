using TorchSharp;

namespace GhostNet.Data;

/// <summary>Images and labels for one step.</summary>
/// <remarks>The loader owns the tensors and fills them again for a later batch: do not dispose or keep them.</remarks>
public sealed class Batch
{
    internal Batch(torch.Tensor images, torch.Tensor labels)
    {
        Images = images;
        Labels = labels;
    }

    /// <summary>Normalised images, float32 <c>[N, C, H, W]</c>.</summary>
    public torch.Tensor Images { get; }

    /// <summary>Labels, int64 <c>[N]</c>.</summary>
    public torch.Tensor Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)Labels.size(0);
}
