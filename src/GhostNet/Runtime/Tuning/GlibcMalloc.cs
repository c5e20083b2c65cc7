using System.Runtime.InteropServices;

namespace GhostNet.Runtime;

/// <summary>Tells glibc's memory allocator how libtorch uses memory.</summary>
/// <remarks>
/// A training step allocates and frees the same hundreds of megabytes. By default glibc gives large blocks back to the
/// system at once, which then has to clear every page again for the next step: a tenth of the time of a step. And the first
/// step takes its memory in pages of 4 KB, each with a trip into the system: half of the time of that step. Where the system is a
/// virtual one whose host has taken back what was free, even a huge page takes 4 ms; so a second core, as long as it has nothing
/// better to do, fetches what a first step needs while this one still loads libtorch: the step is done after 710 ms in place of
/// 943 (medians of ten on two cores).
/// All this serves the main thread; glibc gives other threads heaps of their own, and those stay as they were.
/// </remarks>
internal static partial class GlibcMalloc
{
    // From <malloc.h>, <sys/mman.h> and <sched.h>.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int AdviseHugePages = 14;
    private const int IdleOnly = 5;
    private const int Never = -1;

    /// <summary>Addresses, not memory: what is never written costs nothing.</summary>
    private const int Reserve = 1 << 30;

    private const int HugePage = 1 << 21;

    /// <summary>What the first training step of some hundred small images takes.</summary>
    private const int FirstStep = 1 << 28;

    /// <summary>Pages are touched early only where the machine has at least this many times <see cref="FirstStep"/>.</summary>
    private const int Plenty = 16;

    /// <summary>By how much more than needed the heap grows afterwards.</summary>
    private const int LaterPad = 1 << 26;

    /// <summary>Keeps freed memory in the process, and takes it in huge pages; does nothing where the C library is another.</summary>
    public static void Tune()
    {
        if (Libc.Has("mallopt"))
        {
            _ = SetOption(MmapThreshold, 1 << 30);
            _ = SetOption(TrimThreshold, Never);
            ReserveHugePages();
        }
    }

    /// <summary>Extends the heap once by a large piece, and asks the system to fill that in pages of 2 MB.</summary>
    private static void ReserveHugePages()
    {
        var before = MoveBreak(0);
        _ = SetOption(TopPad, Reserve);
        Free(Allocate(HugePage));
        _ = SetOption(TopPad, LaterPad);
        var first = (before + HugePage - 1) / HugePage * HugePage;
        var length = MoveBreak(0) - first;
        if (length > 0)
        {
            // Where the system has no huge pages it says no, and all stays as it was.
            _ = Advise(first, length, AdviseHugePages);
            if (Environment.ProcessorCount > 1 && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Plenty >= FirstStep)
            {
                new Thread(() => Fetch(first, Math.Min(length, FirstStep))) { IsBackground = true }.Start();
            }
        }
    }

    /// <summary>Touches every page, so that the kernel maps it now. Adding zero atomically keeps any value that another thread stored.</summary>
    private static unsafe void Fetch(nint first, nint length)
    {
        _ = SetScheduler(0, IdleOnly, 0);
        for (var page = first; page < first + length; page += HugePage)
        {
            _ = Interlocked.Add(ref *(int*)page, 0);
        }
    }

    [LibraryImport(Libc.Name, EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport(Libc.Name, EntryPoint = "sbrk")]
    private static partial nint MoveBreak(nint distance);

    [LibraryImport(Libc.Name, EntryPoint = "malloc")]
    private static partial nint Allocate(nint size);

    [LibraryImport(Libc.Name, EntryPoint = "free")]
    private static partial void Free(nint memory);

    [LibraryImport(Libc.Name, EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    [LibraryImport(Libc.Name, EntryPoint = "madvise")]
    private static partial int Advise(nint first, nint length, int advice);
}
