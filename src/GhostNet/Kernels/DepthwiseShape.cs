namespace GhostNet.Kernels;

/// <summary>A depthwise convolution over channels-last memory: the sizes that its backward pass needs.</summary>
internal sealed record DepthwiseShape(int Images, int Channels, int Height, int Width, int OutHeight, int OutWidth, int Kernel, int Stride)
{
    /// <summary>Width of a kernel that is not square; <see cref="PredictionKernel"/> alone can do with one.</summary>
    public int KernelWidth { get; init; } = Kernel;
}
