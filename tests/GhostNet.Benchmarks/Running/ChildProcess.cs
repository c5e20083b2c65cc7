using System.Diagnostics;
using System.Reflection;
using GhostNet.Runtime;

namespace GhostNet.Benchmarks.Running;

/// <summary>This program, started again for one task.</summary>
internal static class ChildProcess
{
    /// <summary>First argument of a child; the name of its task follows.</summary>
    public const string Mode = "child";

    /// <summary>What a child prints when it has done what is timed.</summary>
    public const string Done = "done";

    /// <summary>Runs a task and returns what it printed.</summary>
    public static IReadOnlyList<string> Run(string task, params string[] arguments)
    {
        using var process = Start(task, arguments);
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Finish(process, task);
        return lines;
    }

    /// <summary>Milliseconds from the start of the process until it says that it is done.</summary>
    public static double TimeUntilDone(string task, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(task, arguments);
        while (process.StandardOutput.ReadLine() is { } line && line != Done)
        {
        }

        var time = watch.Elapsed.TotalMilliseconds;
        Finish(process, task);
        return time;
    }

    /// <summary>How this program is started for a task.</summary>
    public static ProcessStartInfo StartInfo(string task, params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        }

        if (ChildTasks.IsBaseline(task))
        {
            start.Environment[Libtorch.TuneVariable] = "0";
        }

        start.ArgumentList.Add(Mode);
        start.ArgumentList.Add(task);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static Process Start(string task, string[] arguments) => Process.Start(StartInfo(task, arguments))!;

    private static void Finish(Process process, string task)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The child process for {task} ended with exit code {process.ExitCode}.");
        }
    }
}
