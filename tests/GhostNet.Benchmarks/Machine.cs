using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace GhostNet.Benchmarks;

/// <summary>Says where and with what was measured.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string Release = "/etc/os-release";

    /// <summary>The date, the processor and the versions, in a paragraph.</summary>
    public static string Describe(BenchmarkRun run)
    {
        var quick = run.IsQuick ? "**Quick run: the numbers mean nothing.** " : "";
        var python = run.StartedPython is { } child ? $"; {child.Describe()}" : "; no PyTorch on this machine";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{quick}Measured on {DateTime.UtcNow:yyyy-MM-dd}: {Environment.ProcessorCount} cores of {Processor()}, {OperatingSystemName()}, " +
            $"{RuntimeInformation.FrameworkDescription}, TorchSharp {TorchSharpVersion()}, libtorch {torch.__version__}, " +
            $"{torch.get_num_threads()} threads{python}. Medians of turns that alternate in one run.");
    }

    private static string Processor() => Field(CpuInfo, "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string OperatingSystemName() => Field(Release, "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    private static string TorchSharpVersion() =>
        typeof(torch).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static string? Field(string file, string name, char separator) => File.Exists(file)
        ? File.ReadLines(file)
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault()
        : null;
}
