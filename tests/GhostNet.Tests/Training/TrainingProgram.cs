using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GhostNet.Native;

namespace GhostNet.Tests.Training;

/// <summary>The program in tests/GhostNet.TrainingProcess, which trains in a process of its own and prints each step.</summary>
internal static class TrainingProgram
{
    /// <summary>Starts it; the caller reads what it prints, and disposes it.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="threads">Threads of libtorch.</param>
    /// <param name="waitAfter">After so many steps it waits to be killed: it must not come to its end on a busy machine first.</param>
    /// <param name="tunesProcess">The switch <see cref="Libtorch.TuneProcess"/>.</param>
    /// <param name="environment">What it finds in its environment besides.</param>
    public static Process Start(string folder, int threads, int waitAfter = int.MaxValue, bool tunesProcess = true, params (string Name, string Value)[] environment)
    {
        string[] arguments =
        [
            "exec",
            "--runtimeconfig",
            Settings(folder, tunesProcess),
            Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.dll"),
            folder,
            threads.ToString(CultureInfo.InvariantCulture),
            waitAfter.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The file with which .NET runs it, or one in the folder that differs in the switch.</summary>
    private static string Settings(string folder, bool tunesProcess)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.runtimeconfig.json");
        if (tunesProcess)
        {
            return file;
        }

        var settings = JsonNode.Parse(File.ReadAllText(file))!;
        settings["runtimeOptions"]!["configProperties"]![Libtorch.TuneProcess] = false;
        file = Path.Combine(folder, "settings.json");
        File.WriteAllText(file, settings.ToJsonString());
        return file;
    }
}
