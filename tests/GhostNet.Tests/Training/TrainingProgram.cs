using System.Diagnostics;
using System.Globalization;

namespace GhostNet.Tests.Training;

/// <summary>The program in tests/GhostNet.TrainingProcess, which trains in a process of its own and prints each step.</summary>
internal static class TrainingProgram
{
    /// <summary>Starts it; the caller reads what it prints, and disposes it.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="threads">Threads of libtorch.</param>
    /// <param name="waitAfter">After so many steps it waits to be killed: it must not come to its end on a busy machine first.</param>
    public static Process Start(string folder, int threads, int waitAfter = int.MaxValue)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.dll"),
            folder,
            threads.ToString(CultureInfo.InvariantCulture),
            waitAfter.ToString(CultureInfo.InvariantCulture),
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
