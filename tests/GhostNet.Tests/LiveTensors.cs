using static TorchSharp.torch;

namespace GhostNet.Tests;

/// <summary>Counts the tensors of the process.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// The number of tensors, after those that earlier tests left to the garbage collector are gone: they shall not vanish
    /// while a test counts its own.
    /// </summary>
    public static long Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
