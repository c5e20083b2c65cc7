using System.Diagnostics;
using System.Globalization;
using GhostNet.Runtime;

namespace GhostNet.Tests.Training;

/// <summary>The program in tests/GhostNet.TrainingProcess, which loads libtorch or trains in a process of its own.</summary>
internal sealed class TrainingProgram : IDisposable
{
    private static readonly string s_program = Path.Combine(AppContext.BaseDirectory, "GhostNet.TrainingProcess.dll");

    private TrainingProgram(Process process) => Process = process;

    /// <summary>The process, whose output and errors can be read.</summary>
    public Process Process { get; }

    /// <summary>Starts it to train, and to print each step.</summary>
    /// <param name="folder">Where its checkpoints are.</param>
    /// <param name="threads">Threads of libtorch.</param>
    /// <param name="waitAfter">After so many steps it waits to be killed: it must not come to its end on a busy machine first.</param>
    /// <param name="environment">What it finds in its environment besides.</param>
    public static TrainingProgram Start(
        string folder, int threads, int waitAfter = int.MaxValue, params (string Name, string Value)[] environment) =>
        Start([folder, Text(threads), Text(waitAfter)], Environment.CurrentDirectory, environment);

    /// <summary>Starts it to make one layer only, with 24 weights, in several threads at once; each prints "weights 24".</summary>
    public static TrainingProgram StartLoading(int threads, params (string Name, string Value)[] environment) =>
        Start(["load", Text(threads)], Environment.CurrentDirectory, environment);

    /// <summary>
    /// Starts it to use torch before anything of this library but <see cref="Libtorch.Tune"/>, if it tunes; it prints "sum 6" and waits for
    /// the end of its input.
    /// </summary>
    public static TrainingProgram StartBare(bool tunes, params (string Name, string Value)[] environment) =>
        StartBare(tunes, Environment.CurrentDirectory, environment);

    /// <summary>The same in a folder.</summary>
    public static TrainingProgram StartBare(bool tunes, string folder, params (string Name, string Value)[] environment) =>
        Start([tunes ? "tuned" : "bare"], folder, environment);

    /// <summary>Starts it to print what the kernels, or all of the library, compute.</summary>
    public static TrainingProgram StartNumbers(string what, int threads, params (string Name, string Value)[] environment) =>
        Start(["numbers", what, Text(threads)], Environment.CurrentDirectory, environment);

    /// <summary>Its next line, or null when it has ended.</summary>
    public string? ReadLine() => Process.StandardOutput.ReadLine();

    /// <summary>Kills the process if it still runs.</summary>
    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }

    private static TrainingProgram Start(string[] arguments, string folder, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", s_program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the tests' own process was started with is not what is tested.
        start.Environment.Remove(Libtorch.TuneVariable);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new TrainingProgram(Process.Start(start)!);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
