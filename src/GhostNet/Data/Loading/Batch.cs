using TorchSharp;

namespace GhostNet.Data;

/// <summary>Images and labels for one step.</summary>
/// <remarks>The loader owns the tensors and fills them again for a later batch: do not dispose or keep them.</remarks>
public sealed class Batch
{
    internal Batch(torch.Tensor images, torch.Tensor labels, torch.Tensor? targets = null)
    {
        Images = images;
        Labels = labels;
        Targets = targets;
    }

    /// <summary>Normalised images, float32 <c>[N, C, H, W]</c>.</summary>
    public torch.Tensor Images { get; }

    /// <summary>Labels, int64 <c>[N]</c>: of images with several classes the first.</summary>
    public torch.Tensor Labels { get; }

    /// <summary>Float32 <c>[N, classes]</c> with 1 for each class of an image and 0 for the others; null when each image has one class.</summary>
    public torch.Tensor? Targets { get; }

    /// <summary>Number of images.</summary>
    public int Count => (int)Labels.size(0);
}
