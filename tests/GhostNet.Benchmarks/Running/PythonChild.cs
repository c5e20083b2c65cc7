using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GhostNet.Benchmarks.Running;

/// <summary>PyTorch in a process of its own that lives as long as the run and works only in its turns.</summary>
internal sealed class PythonChild : IDisposable
{
    private const string Interpreter = "python3";
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

    /// <summary>Starts PyTorch with as many threads as there are cores, and OpenBLAS where Debian's package is installed.</summary>
    /// <returns>The process; null when it has no PyTorch.</returns>
    public static PythonChild? Start()
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(Interpreter, ["-c", "import torch"]) { RedirectStandardError = true })!;
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            if (probe.ExitCode != 0)
            {
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // No Python at all.
        }

        var threads = Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Interpreter, [Path.Combine(AppContext.BaseDirectory, "scripts", "benchmark.py"), threads])
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
}
