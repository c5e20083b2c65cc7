using System.Runtime.InteropServices;

namespace GhostNet.Runtime;

/// <summary>Switches off NNPACK, a library of convolutions inside libtorch.</summary>
/// <remarks>
/// libtorch tries it for a single image, and prints a warning for every layer on processors that it does not know. The
/// switch is <c>torch.backends.nnpack.set_flags(False)</c> in Python; TorchSharp has none.
/// </remarks>
internal static class Nnpack
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetUserEnabled(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    /// <summary>Switches NNPACK off for the process.</summary>
    /// <param name="libtorch">The loaded <c>libtorch_cpu.so</c>; nothing happens when it has no such switch.</param>
    public static void Disable(nint libtorch)
    {
        if (NativeLibrary.TryGetExport(libtorch, "_ZN2at13globalContextEv", out var context)
            && NativeLibrary.TryGetExport(libtorch, "_ZN2at7Context20setUserEnabledNNPACKEb", out var setter))
        {
            Marshal.GetDelegateForFunctionPointer<SetUserEnabled>(setter)(
                Marshal.GetDelegateForFunctionPointer<GlobalContext>(context)(), false);
        }
    }
}
