using System.Globalization;

namespace GhostNet.Runtime;

/// <summary>Makes sure that libtorch asks libgomp for no more threads than it will get.</summary>
/// <remarks>
/// oneDNN, within libtorch, waits forever for threads that it asked for and that were not granted: with OMP_THREAD_LIMIT=1 on two
/// cores the gradient of a 3×3 convolution never ends. libgomp may grant fewer by that limit and by OMP_DYNAMIC. It reads both from
/// the environment once, while it is loaded.
/// </remarks>
internal static class OpenMPThreads
{
    private const string Count = "OMP_NUM_THREADS";
    private const string Limit = "OMP_THREAD_LIMIT";
    private const string Dynamic = "OMP_DYNAMIC";

    /// <summary>Sets the number of threads to the limit where it is higher, and turns off changing numbers; does nothing where the user set neither variable.</summary>
    public static void ApplyLimits()
    {
        if (!OperatingSystem.IsLinux() || !Libc.Has("setenv"))
        {
            return;
        }

        if (int.TryParse(Environment.GetEnvironmentVariable(Limit), CultureInfo.InvariantCulture, out var limit)
            && limit > 0
            && !(int.TryParse(Environment.GetEnvironmentVariable(Count), CultureInfo.InvariantCulture, out var count) && count <= limit)
            && limit < Math.Max(count, Environment.ProcessorCount))
        {
            _ = Libc.SetVariable(Count, limit.ToString(CultureInfo.InvariantCulture), 1);
        }

        if (Environment.GetEnvironmentVariable(Dynamic) is not null)
        {
            _ = Libc.SetVariable(Dynamic, "false", 1);
        }
    }
}
