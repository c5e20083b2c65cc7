using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GhostNet.Runtime;

/// <summary>Lets MKL, the matrix library inside libtorch, use all that a processor of AMD can do.</summary>
/// <remarks>
/// MKL chooses its kernels by who made the processor: on AMD's it multiplies matrices with AVX2 where AVX-512 would be there, at
/// less than half the speed (150 in place of 350 billion operations per second on two cores of an EPYC of family 26; a training
/// step of the tutorial's network took 240 ms in place of 150). It asks an exported function of its own, and the known remedy is
/// to put another in its place before it asks: see danieldk.eu/software/misc/intel-mkl-on-amd-zen and
/// github.com/ecmwf/ecbuild/pull/160. Elsewhere that is done by linking; libtorch is linked already, so it is done in memory.
/// Which instructions the processor has, MKL finds out by itself.
/// </remarks>
internal static class Mkl
{
    /// <summary>
    /// The questions, and the code by which each begins in the libtorch that this was written for: <c>mov eax, [its cached answer]</c>,
    /// then <c>cmp eax, …</c> or <c>test eax, eax</c>. Where a later libtorch has other code, that is left alone.
    /// </summary>
    internal static IReadOnlyList<(string Name, ulong Code)> Questions { get; } =
    [
        ("mkl_serv_intel_cpu_true", 0xC085_0000_0000_058B),
        ("mkl_serv_intel_cpu", 0xF883_0000_0000_058B),
    ];

    /// <summary>All but the address, which depends on the library's layout.</summary>
    internal const ulong CodeMask = 0xFFFF_0000_0000_FFFF;

    /// <summary><c>mov eax, 1; ret; nop; nop</c>: eight bytes, so that one write puts them there.</summary>
    private const ulong ReturnTrue = 0x9090_C300_0000_01B8;

    /// <summary>The first letters of <c>AuthenticAMD</c>, as the processor gives them.</summary>
    private const int Amd = 0x6874_7541;

    /// <summary>Whether there is something to gain.</summary>
    public static bool Applies => Avx512F.IsSupported && X86Base.CpuId(0, 0).Ebx == Amd;

    /// <summary>Makes MKL use AVX-512 in this process, where that is a gain.</summary>
    /// <param name="libtorch">The loaded <c>libtorch_cpu.so</c>.</param>
    public static void UseAvx512(nint libtorch)
    {
        if (Applies)
        {
            _ = AnswerTrue(libtorch);
        }
    }

    /// <summary>Makes the questions return true.</summary>
    /// <param name="libtorch">The loaded <c>libtorch_cpu.so</c>.</param>
    /// <returns>How many of them; 0 when the library has no such function, or other code, or the system does not allow it.</returns>
    private static int AnswerTrue(nint libtorch) => Questions.Count(question =>
        NativeLibrary.TryGetExport(libtorch, question.Name, out var function)
        && MemoryCode.TryReplace(function, question.Code, CodeMask, ReturnTrue));
}
