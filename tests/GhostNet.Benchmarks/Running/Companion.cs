using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GhostNet.Benchmarks.Running;

/// <summary>A process of its own that lives as long as the run and works only in its turns. It answers each line of JSON with one.</summary>
internal abstract class Companion : IDisposable
{
    private readonly string _name;
    private readonly Process _process;

    /// <summary>Starts the process.</summary>
    /// <param name="name">What it is called when it fails.</param>
    /// <param name="start">What to start; its standard input and output are for the questions.</param>
    protected Companion(string name, ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        (_name, _process) = (name, Process.Start(start)!);
    }

    /// <summary>Sends a request and waits for the answer.</summary>
    public JsonNode Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The process of {_name} ended; its error stands above.");
        return JsonNode.Parse(answer)!;
    }

    /// <summary>A contender that the process times itself.</summary>
    /// <param name="name">What it is called in the table.</param>
    /// <param name="work">The name that the process has for what is timed.</param>
    /// <param name="key">Under which the network was created.</param>
    public Contender Contender(string name, string work, string key) => new(
        name,
        seconds => Ask(new JsonObject { ["do"] = work, ["key"] = key, ["seconds"] = seconds })["milliseconds"].Deserialize<double[]>()!);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
