using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace GhostNet.Benchmarks.Running;

/// <summary>PyTorch in a process of its own that lives as long as the run and works only in its turns.</summary>
internal sealed class PythonChild : IDisposable
{
    /// <summary>Debian's own is asked too: there its packages are, whatever other Python stands first in the path.</summary>
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    private const string OpenBlas = "openblas-pthread/libopenblas.so.0";

    private readonly Process _process;
    private readonly JsonNode _versions;

    private PythonChild(Process process)
    {
        _process = process;
        _versions = Ask(new JsonObject { ["do"] = "versions" });
    }

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
        var start = new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "scripts", "benchmark.py"), threads])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads;
        var libraries = new[] { "/usr/lib", "/usr/lib64" }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder));
        if (libraries.Select(folder => Path.Combine(folder, OpenBlas)).FirstOrDefault(File.Exists) is { } blas)
        {
            start.Environment["LD_PRELOAD"] = blas;
        }

        return new PythonChild(Process.Start(start)!);
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    public JsonNode Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("PyTorch's process ended; its error stands above.");
        return JsonNode.Parse(answer)!;
    }

    /// <summary>A contender that PyTorch times itself.</summary>
    /// <param name="name">What it is called in the table.</param>
    /// <param name="work">The script's name for what is timed.</param>
    /// <param name="key">Under which the network was created.</param>
    public Contender Contender(string name, string work, string key) => new(
        name,
        seconds => Ask(new JsonObject { ["do"] = work, ["key"] = key, ["seconds"] = seconds })["milliseconds"].Deserialize<double[]>()!);

    /// <summary>Versions and threads, in words.</summary>
    public string Describe() =>
        $"PyTorch {_versions["torch"]} on Python {_versions["python"]} with {_versions["threads"]} threads and {_versions["blas"]}";

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

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
