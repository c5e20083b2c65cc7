using System.Diagnostics;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>Runs the real program as a user does, in a process of its own.</summary>
internal static class Tool
{
    /// <summary>A busy machine may be ten times slower.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command to its end.</summary>
    public static ProgramResult Run(string folder, params string[] arguments) => RunWith([], folder, arguments);

    /// <summary>Runs a command to its end, in another environment.</summary>
    public static ProgramResult RunWith(Dictionary<string, string> environment, string folder, params string[] arguments)
    {
        using var process = Start(environment, folder, arguments);
        return Finish(process);
    }

    /// <summary>Starts a command.</summary>
    public static Process Start(string folder, params string[] arguments) => Start([], folder, arguments);

    private static Process Start(Dictionary<string, string> environment, string folder, string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : dotnet)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GHOSTNET_DATA");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (OperatingSystem.IsLinux())
        {
            // A shell's background job ignores Ctrl-C, nohup's the end of its terminal, and so would all programs that they start.
            start.ArgumentList.Add("--default-signal=INT,QUIT,HUP");
            start.ArgumentList.Add(dotnet);
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "GhostNet.Cli.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits until a training has done a step.</summary>
    public static void WaitForStep(string log, Process process)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(log) || !File.ReadAllText(log).Contains("step:", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Patience && !process.HasExited, "Training did not begin.");
            Thread.Sleep(10);
        }
    }

    /// <summary>Waits for a command.</summary>
    public static ProgramResult Finish(Process process) => ProgramResult.Of(process, Patience);
}
