using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GhostNet.Runtime;
using TorchSharp;

namespace GhostNet.Kernels;

/// <summary>Runs a kernel of this library on libtorch's own threads.</summary>
/// <remarks>
/// libtorch keeps a team of OpenMP threads that wait for the next operator by spinning. Threads of .NET's pool would
/// fight with them for the cores, so a kernel asks libgomp for the same team. Where there is none (Windows, macOS), the
/// pool does the work. libgomp may grant fewer threads than it was asked for (OMP_THREAD_LIMIT, OMP_DYNAMIC, a call from within a
/// parallel region), so the parts of the work wait for whichever thread comes.
/// </remarks>
internal static class ThreadTeam
{
    private static readonly GompParallel? s_parallel;
    private static readonly OmpGetThreadNum? s_threadNumber;
    private static readonly Work s_work = handle => ((SharedWork)GCHandle.FromIntPtr(handle).Target!).TakeParts(s_threadNumber!());

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

    /// <summary>How many threads share work at most: libtorch's number of threads.</summary>
    public static int Size => torch.get_num_threads();

    /// <summary>Calls <paramref name="kernel"/> once for each part, side by side, and returns when all are done.</summary>
    /// <param name="parts">Number of parts. Results depend on it alone, not on the number of threads that do the work.</param>
    /// <param name="kernel">Gets the number of its part. Its first exception is thrown again here, when every thread has returned.</param>
    public static void Run(int parts, Action<int> kernel)
    {
        if (parts == 1)
        {
            kernel(0);
            return;
        }

        var threads = Math.Min(parts, Size);
        var work = new SharedWork(parts, threads, kernel);
        if (threads <= 1)
        {
            work.TakeParts(0);
        }
        else if (s_parallel is null)
        {
            Parallel.For(0, threads, work.TakeParts);
        }
        else
        {
            var handle = GCHandle.Alloc(work);
            try
            {
                s_parallel(s_work, GCHandle.ToIntPtr(handle), (uint)threads, 0);
            }
            finally
            {
                handle.Free();
            }
        }

        work.ThrowIfFailed();
    }

    /// <summary>The parts of one call, each of which is taken by exactly one thread.</summary>
    private sealed class SharedWork(int parts, int threads, Action<int> kernel)
    {
        private readonly int[] _isTaken = new int[parts];
        private ExceptionDispatchInfo? _failure;

        /// <summary>
        /// Does parts until none is left or one has failed. A thread starts with its own, which it had in the kernel before and so
        /// has in its cache. Never throws: between this method and <see cref="Run"/> are frames of libgomp, through which no exception can pass.
        /// </summary>
        public void TakeParts(int thread)
        {
            try
            {
                var first = (int)((long)parts * thread / threads);
                for (var i = 0; i < parts && _failure is null; i++)
                {
                    var part = (first + i) % parts;
                    if (Interlocked.Exchange(ref _isTaken[part], 1) == 0)
                    {
                        kernel(part);
                    }
                }
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }
}
