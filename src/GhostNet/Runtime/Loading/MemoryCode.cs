namespace GhostNet.Runtime;

/// <summary>Changes eight bytes of the code of a loaded library, if they are the expected ones.</summary>
/// <remarks>
/// It is written through <c>/proc/self/mem</c>, which Linux lets a process do to its own memory, whatever protection that has. So no page
/// is ever writable and executable, and there is no protection to restore; the page becomes this process's own, and the file stays as it is.
/// </remarks>
internal static class MemoryCode
{
    /// <summary>Replaces the eight bytes in one write, which does not cross a cache line.</summary>
    /// <param name="address">Where they are: divisible by eight.</param>
    /// <param name="expected">What must be there, for those bits that are set in <paramref name="mask"/>.</param>
    /// <param name="mask">The bits that are compared.</param>
    /// <param name="replacement">What will be there.</param>
    /// <returns>False, and nothing was written, where other code is there, it is not code, or the system does not allow it.</returns>
    public static bool TryReplace(nint address, ulong expected, ulong mask, ulong replacement)
    {
        if (address % sizeof(ulong) != 0 || !IsCode(address) || (Read(address) & mask) != expected)
        {
            return false;
        }

        try
        {
            using var memory = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(memory, BitConverter.GetBytes(replacement), address);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Kernels can be told to forbid it.
            return false;
        }

        return Read(address) == replacement;
    }

    private static bool IsCode(nint address) =>
        ProcessMemory.Read().Any(range => range.First <= address && address < range.End && range.Protection == "r-x");

    private static unsafe ulong Read(nint address) => Volatile.Read(ref *(ulong*)address);
}
