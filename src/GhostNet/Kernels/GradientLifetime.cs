using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>The tensors that a function returned to libtorch last, on this thread.</summary>
/// <remarks>
/// libtorch takes its own reference after a function has returned, without a callback. When it calls the next function it has one:
/// then ours can be disposed. Those of the last function are disposed with the scope around the backward pass.
/// </remarks>
internal static class GradientLifetime
{
    [ThreadStatic]
    private static List<Tensor?>? t_last;

    /// <summary>Lets go of what the function before returned.</summary>
    public static void Free()
    {
        foreach (var gradient in t_last ?? [])
        {
            gradient?.Dispose();
        }

        t_last = null;
    }

    /// <summary>Remembers what this function returns.</summary>
    public static void Keep(List<Tensor?> gradients) => t_last = gradients;
}
