using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>Tensors <c>[N, C, H, W]</c> whose memory is ordered <c>[N, H, W, C]</c>.</summary>
internal static class ChannelsLast
{
    /// <summary>The tensor in channels-last memory; a view of itself if it is there already.</summary>
    public static Tensor Of(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>The tensor as contiguous <c>[N, H, W, C]</c>: a view, or a copy if it is not in channels-last memory.</summary>
    public static Tensor Pixels(Tensor tensor) => tensor.permute(0, 2, 3, 1).contiguous();

    /// <summary>A new tensor in channels-last memory, not filled.</summary>
    public static Tensor Empty(long n, long c, long h, long w) =>
        empty_strided([n, c, h, w], [h * w * c, 1, w * c, c], dtype: ScalarType.Float32);
}
