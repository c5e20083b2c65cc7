using GhostNet.Weights;


namespace GhostNet.Tests.Weights;

/// <summary>A weight file that must be refused by a clear error, and without taking much memory for it.</summary>
internal static class Refusal
{
    /// <summary>Bytes that a reader may allocate for a file of so many bytes.</summary>
    public static long Limit(long length) => (2 * length) + (64 << 20);

    /// <summary>Reads the file, which must fail.</summary>
    /// <param name="read">The reader.</param>
    /// <param name="path">The file.</param>
    /// <param name="problem">What the message must contain.</param>
    public static void Assert(Func<string, StateDict> read, string path, string problem)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var wrong = Xunit.Assert.Throws<WeightFileException>(() => read(path).Dispose());
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Xunit.Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
        Xunit.Assert.InRange(taken, 0, Limit(new FileInfo(path).Length));
    }
}
