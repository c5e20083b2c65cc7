using System.Diagnostics;
using System.Globalization;

namespace GhostNet.Tests.Training;

/// <summary>The program in tests/GhostNet.TrainingProcess, which trains in a process of its own and prints each step.</summary>
internal static class TrainingProgram
{
    /// <summary>Starts it; the caller reads what it prints, and disposes it.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="threads">Threads of libtorch.</param>
    public static Process Start(string folder, int threads)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, folder, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
