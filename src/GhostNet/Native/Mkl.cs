using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GhostNet.Native;

/// <summary>Lets MKL, the matrix library inside libtorch, use all that a processor of AMD can do.</summary>
/// <remarks>
/// MKL chooses its kernels by who made the processor: on AMD's it multiplies matrices with AVX2 where AVX-512 would be there, at
/// less than half the speed (150 in place of 350 billion operations a second on two cores of an EPYC of family 26; a training
/// step of the tutorial's network took 240 ms in place of 150). It asks an exported function of its own, and the known remedy is
/// to put another in its place before it asks: see danieldk.eu/software/misc/intel-mkl-on-amd-zen and
/// github.com/ecmwf/ecbuild/pull/160. Elsewhere that is done by linking; libtorch is linked already, so it is done in memory.
/// Which instructions the processor has, MKL finds out by itself.
/// </remarks>
internal static partial class Mkl
{
    private static readonly string[] s_questions = ["mkl_serv_intel_cpu_true", "mkl_serv_intel_cpu"];

    /// <summary><c>mov eax, 1; ret; nop; nop</c>: eight bytes, so that one write puts them there.</summary>
    private const long ReturnTrue = unchecked((long)0x9090_C300_0000_01B8);

    /// <summary>The first letters of <c>AuthenticAMD</c>, as the processor gives them.</summary>
    private const int Amd = 0x6874_7541;

    // From <sys/mman.h>.
    private const int ReadExecute = 1 | 4;
    private const int ReadWriteExecute = 1 | 2 | 4;

    /// <summary>Whether there is something to gain.</summary>
    public static bool Applies => Avx512F.IsSupported && X86Base.CpuId(0, 0).Ebx == Amd;

    /// <summary>Does it for the process; nothing happens when the library has no such function, or the system does not allow it.</summary>
    /// <param name="libtorch">The loaded <c>libtorch_cpu.so</c>.</param>
    public static void UseAvx512(nint libtorch)
    {
        if (!Applies)
        {
            return;
        }

        foreach (var question in s_questions)
        {
            if (NativeLibrary.TryGetExport(libtorch, question, out var function) && function % sizeof(long) == 0)
            {
                AnswerTrue(function);
            }
        }
    }

    private static void AnswerTrue(nint function)
    {
        var page = function / Environment.SystemPageSize * Environment.SystemPageSize;
        if (Protect(page, Environment.SystemPageSize, ReadWriteExecute) == 0)
        {
            Marshal.WriteInt64(function, ReturnTrue);
            _ = Protect(page, Environment.SystemPageSize, ReadExecute);
        }
    }

    [LibraryImport(Libc.Name, EntryPoint = "mprotect")]
    private static partial int Protect(nint first, nint length, int protection);
}
