using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Notebooks.Files;
using GhostNet.Runtime;
using TorchSharp;

namespace GhostNet.Cli.Checks;

/// <summary>Looks at what training needs: the system, libtorch, devices and data sets.</summary>
internal static class SystemChecks
{
    private const double Gibibyte = 1 << 30;

    /// <summary>Makes all checks, in the order in which to read them.</summary>
    public static IReadOnlyList<CheckResult> Run()
    {
        List<CheckResult> results =
        [
            new("ghostnet", CheckState.Good, Version(typeof(SystemChecks).Assembly)),
            new("system", CheckState.Good, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
            new(".NET", CheckState.Good, RuntimeInformation.FrameworkDescription),
            new("processors", CheckState.Good, string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount}; memory {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gibibyte:F1} GiB")),
            new("TorchSharp", CheckState.Good, Version(typeof(torch).Assembly)),
        ];
        results.AddRange(CheckLibtorch());
        results.Add(CheckTuning());
        results.Add(CheckCacheFolder());
        results.AddRange(DatasetChecks.Run().Select(dataset => dataset.ToCheckResult()));
        return results;
    }

    private static List<CheckResult> CheckLibtorch()
    {
        try
        {
            Libtorch.Load();
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return [new("libtorch", CheckState.Broken, "does not load", ErrorReporter.Describe(exception))];
        }

        var engine = LoadedFrom("torch_cpu");
        var wrapper = LoadedFrom("LibTorchSharp");
        var isRepaired = OperatingSystem.IsLinux() && !File.Exists(wrapper);
        return
        [
            new("libtorch", CheckState.Good, $"{torch.__version__}, {engine}"),
            new("wrapper", CheckState.Good, isRepaired ? "a repaired copy in memory" : wrapper),
            new("libstdc++", CheckState.Good, isRepaired
                ? "older than TorchSharp asks for (GLIBCXX_3.4.32), hence the repaired copy; nothing to do"
                : "new enough for TorchSharp"),
            new("threads", CheckState.Good, string.Create(
                CultureInfo.InvariantCulture, $"{torch.get_num_threads()} in an operation, {torch.get_num_interop_threads()} between operations")),
            .. CheckDevices(),
        ];
    }

    private static IEnumerable<CheckResult> CheckDevices()
    {
        yield return new CheckResult("device", CheckState.Good, Devices.Describe(Devices.Best()));
        if (Devices.CudaCount == 0)
        {
            yield return new CheckResult(
                "CUDA",
                CheckState.Absent,
                "not available; training runs on the CPU",
                "for an NVIDIA GPU, reference TorchSharp-cuda-linux or TorchSharp-cuda-windows 0.107.0 in place of libtorch-cpu");
        }
    }

    private static CheckResult CheckTuning() => Environment.GetEnvironmentVariable(Libtorch.TuneVariable) switch
    {
        null or "" or "1" => new("tuning", CheckState.Good, "this program tunes its process: see src/docs/native.md"),
        "0" => new("tuning", CheckState.Good, $"off, as {Libtorch.TuneVariable} says"),
        var value => new(
            "tuning",
            CheckState.Absent,
            $"{Libtorch.TuneVariable} is \"{value}\", which is neither 0 nor 1",
            $"set {Libtorch.TuneVariable} to 1 to tune every program, to 0 to tune none, or not at all"),
    };

    /// <summary>Whether downloads can go to the cache folder. Nothing is left behind.</summary>
    private static CheckResult CheckCacheFolder()
    {
        const string Name = "cache folder";
        var folder = CacheFolder.Path;
        try
        {
            WriteProbe.Try(WriteProbe.Nearest(folder));
            return new CheckResult(Name, CheckState.Good, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CheckResult(
                Name,
                CheckState.Absent,
                $"{folder} cannot be written to; training works without it, downloads do not",
                OperatingSystem.IsWindows()
                    ? "set LOCALAPPDATA to a folder that you can write to"
                    : $"set XDG_CACHE_HOME, or {DataFolders.Variable} for data sets, to a folder that you can write to");
        }
    }

    /// <summary>The file of a loaded native library, as the system reports it.</summary>
    private static string LoadedFrom(string library)
    {
        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) is var name
                && (name == library || name == $"lib{library}")) ?? "unknown place";
    }

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
