using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>The memory of tensors on the CPU, without a copy.</summary>
internal static class TensorMemory
{
    /// <summary>The numbers of a contiguous float32 tensor, which must outlive their use.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>
    /// The address of a tensor's first number. A view of that number alone is asked, because TorchSharp shows only the memory of
    /// small contiguous tensors.
    /// </summary>
    public static unsafe nint Address(Tensor tensor)
    {
        using var noGradient = no_grad();
        using var first = tensor.as_strided([1], [1], tensor.storage_offset());
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
