using System.Globalization;

namespace GhostNet.Fuzz;

/// <summary>The memory of this process, as Linux counts it; elsewhere 0, and only hangs and crashes are found.</summary>
internal static class ProcessMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes in memory now.</summary>
    public static long Now() => Read("VmRSS:");

    /// <summary>The most bytes since <see cref="ForgetPeak"/>.</summary>
    public static long Peak() => Read("VmHWM:");

    /// <summary>Starts measuring the peak again.</summary>
    public static void ForgetPeak()
    {
        if (File.Exists("/proc/self/clear_refs"))
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static long Read(string name) => File.Exists(Status)
        && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } found
        ? 1024 * long.Parse(found.AsSpan(name.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;
}
