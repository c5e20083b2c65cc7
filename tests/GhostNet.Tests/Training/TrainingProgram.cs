using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GhostNet.Native;

namespace GhostNet.Tests.Training;

/// <summary>The program in tests/GhostNet.TrainingProcess, which loads libtorch or trains in a process of its own.</summary>
internal sealed class TrainingProgram : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.dll");

    /// <summary>The file with which .NET runs it.</summary>
    private static readonly string s_settings = Path.ChangeExtension(s_program, "runtimeconfig.json");

    private TrainingProgram(Process process) => Process = process;

    /// <summary>The process, whose output and errors can be read.</summary>
    public Process Process { get; }

    /// <summary>Starts it to train, and to print each step.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="threads">Threads of libtorch.</param>
    /// <param name="waitAfter">After so many steps it waits to be killed: it must not come to its end on a busy machine first.</param>
    /// <param name="tunesProcess">The switch <see cref="Libtorch.TuneProcess"/>.</param>
    /// <param name="environment">What it finds in its environment besides.</param>
    public static TrainingProgram Start(
        string folder, int threads, int waitAfter = int.MaxValue, bool tunesProcess = true, params (string Name, string Value)[] environment) =>
        Start(tunesProcess ? s_settings : Untuned(folder), [folder, Text(threads), Text(waitAfter)], environment);

    /// <summary>Starts it to make one layer only, with 24 weights, in several threads at once; each prints "weights 24".</summary>
    public static TrainingProgram StartLoading(int threads, params (string Name, string Value)[] environment) =>
        Start(s_settings, ["load", Text(threads)], environment);

    /// <summary>Starts it to print what the kernels, or all of the library, compute.</summary>
    public static TrainingProgram StartNumbers(string what, int threads, params (string Name, string Value)[] environment) =>
        Start(s_settings, ["numbers", what, Text(threads)], environment);

    /// <summary>Its next line, or null when it has ended.</summary>
    public string? ReadLine() => Process.StandardOutput.ReadLine();

    /// <summary>Kills the process if it still runs.</summary>
    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }

    private static TrainingProgram Start(string settings, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", settings, s_program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TrainingProgram(Process.Start(start)!);
    }

    /// <summary>A file in the folder like <see cref="s_settings"/>, but for the switch.</summary>
    private static string Untuned(string folder)
    {
        var settings = JsonNode.Parse(File.ReadAllText(s_settings))!;
        settings["runtimeOptions"]!["configProperties"]![Libtorch.TuneProcess] = false;
        var file = Path.Combine(folder, "settings.json");
        File.WriteAllText(file, settings.ToJsonString());
        return file;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
