using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp;

namespace GhostNet.Benchmarks.Running;

/// <summary>PyTorch.</summary>
internal sealed class PythonChild : Companion
{
    /// <summary>Debian's own is asked too: there its packages are, whatever other Python stands first in the path.</summary>
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    private const string OpenBlas = "openblas-pthread/libopenblas.so.0";

    private readonly JsonNode _versions;

    private PythonChild(ProcessStartInfo start)
        : base("PyTorch", start) => _versions = Ask(new JsonObject { ["do"] = "versions" });

    /// <summary>Why there is no PyTorch, and what to do.</summary>
    public static string WhyMissing =>
        "python3 -c \"import torch\" fails (on Debian: apt install python3-torch python3-torchvision libopenblas0-pthread)";

    /// <summary>Starts PyTorch with as many threads as libtorch has here, and OpenBLAS where Debian's package is installed.</summary>
    /// <returns>The process; null when no Python has PyTorch.</returns>
    public static PythonChild? Start()
    {
        if (s_interpreters.FirstOrDefault(HasTorch) is not { } interpreter)
        {
            return null;
        }

        var threads = torch.get_num_threads().ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "scripts", "benchmark.py"), threads]);
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads;
        var libraries = new[] { "/usr/lib", "/usr/lib64" }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder));
        if (libraries.Select(folder => Path.Combine(folder, OpenBlas)).FirstOrDefault(File.Exists) is { } blas)
        {
            start.Environment["LD_PRELOAD"] = blas;
        }

        return new PythonChild(start);
    }

    /// <summary>Versions and threads, in words.</summary>
    public string Describe() =>
        $"PyTorch {_versions["torch"]} on Python {_versions["python"]} with {_versions["threads"]} threads and {_versions["blas"]}";

    private static bool HasTorch(string interpreter)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(interpreter, ["-c", "import torch"]) { RedirectStandardError = true })!;
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // There is no such Python.
        }
    }
}
