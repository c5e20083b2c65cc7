using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GhostNet.Native;

/// <summary>The memory of tensors on the CPU, without a copy.</summary>
internal static class TensorMemory
{
    /// <summary>The numbers of a contiguous float32 tensor, which must outlive their use.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
