using System.Runtime.InteropServices;
using TorchSharp;

namespace GhostNet.Native;

/// <summary>Runs a kernel of this library on libtorch's own threads.</summary>
/// <remarks>
/// libtorch keeps a team of OpenMP threads that wait for the next operator by spinning. Threads of .NET's pool would
/// fight with them for the cores, so a kernel asks libgomp for the same team. Where there is none (Windows, macOS), the
/// pool does the work.
/// </remarks>
internal static class ThreadTeam
{
    private static readonly GompParallel? s_parallel;
    private static readonly OmpGetThreadNum? s_threadNumber;
    private static readonly Work s_work = handle => ((Action<int>)GCHandle.FromIntPtr(handle).Target!)(s_threadNumber!());

    static ThreadTeam()
    {
        if (Libtorch.TryLoadOpenMP(out var library))
        {
            s_parallel = Marshal.GetDelegateForFunctionPointer<GompParallel>(NativeLibrary.GetExport(library, "GOMP_parallel"));
            s_threadNumber = Marshal.GetDelegateForFunctionPointer<OmpGetThreadNum>(NativeLibrary.GetExport(library, "omp_get_thread_num"));
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Work(nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void GompParallel(Work work, nint handle, uint threads, uint flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int OmpGetThreadNum();

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
        else if (s_parallel is null)
        {
            Parallel.For(0, parts, kernel);
        }
        else
        {
            var handle = GCHandle.Alloc(kernel);
            try
            {
                s_parallel(s_work, GCHandle.ToIntPtr(handle), (uint)parts, 0);
            }
            finally
            {
                handle.Free();
            }
        }
    }
}
