using System.Runtime.InteropServices;

namespace GhostNet.Native;

/// <summary>Tells glibc's memory allocator to keep what it has.</summary>
/// <remarks>
/// A training step allocates and frees the same hundreds of megabytes. By default glibc gives large blocks back to the
/// system at once, which then has to clear every page again for the next step: a tenth of the time of a step.
/// </remarks>
internal static partial class GlibcMalloc
{
    // From <malloc.h>.
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;

    /// <summary>Keeps freed memory in the process; does nothing where the C library is another.</summary>
    public static void KeepFreedMemory()
    {
        if (NativeLibrary.TryLoad("libc.so.6", out var libc) && NativeLibrary.TryGetExport(libc, "mallopt", out _))
        {
            _ = SetOption(MmapThreshold, 1 << 30);
            _ = SetOption(TrimThreshold, int.MaxValue);
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
