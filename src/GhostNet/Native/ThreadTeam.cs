using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace GhostNet.Native;

/// <summary>Runs a kernel of this library on libtorch's own threads.</summary>
/// <remarks>
/// libtorch keeps a team of OpenMP threads that wait for the next operator by spinning. Threads of .NET's pool would
/// fight with them for the cores, so a kernel asks libgomp for the same team. Where there is none (Windows, macOS), the
/// pool does the work.
/// </remarks>
internal static unsafe class ThreadTeam
{
    private static readonly delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void> s_parallel;
    private static readonly delegate* unmanaged[SuppressGCTransition]<int> s_threadNumber;

    static ThreadTeam()
    {
        if (Libtorch.TryLoadOpenMP(out var library))
        {
            s_parallel = (delegate* unmanaged<delegate* unmanaged<nint, void>, nint, uint, uint, void>)
                NativeLibrary.GetExport(library, "GOMP_parallel");
            s_threadNumber = (delegate* unmanaged[SuppressGCTransition]<int>)
                NativeLibrary.GetExport(library, "omp_get_thread_num");
        }
    }

    /// <summary>Into how many parts work is divided: libtorch's number of threads.</summary>
    public static int Size => torch.get_num_threads();

    /// <summary>Calls <paramref name="kernel"/> once for each part, side by side, and returns when all are done.</summary>
    /// <param name="parts">Number of parts, at most <see cref="Size"/>.</param>
    /// <param name="kernel">Gets the number of its part. It must not throw.</param>
    public static void Run(int parts, Action<int> kernel)
    {
        if (parts == 1)
        {
            kernel(0);
        }
        else if (s_parallel != null)
        {
            var handle = GCHandle.Alloc(kernel);
            s_parallel(&OnThread, GCHandle.ToIntPtr(handle), (uint)parts, 0);
            handle.Free();
        }
        else
        {
            Parallel.For(0, parts, kernel);
        }
    }

    [UnmanagedCallersOnly]
    private static void OnThread(nint handle) =>
        Unsafe.As<Action<int>>(GCHandle.FromIntPtr(handle).Target!)(s_threadNumber());
}
