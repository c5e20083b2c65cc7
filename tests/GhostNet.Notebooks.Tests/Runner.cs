using System.Diagnostics;
using System.Text.Json.Nodes;
using GhostNet.Browser;
using GhostNet.Notebooks.Protocol;
using GhostNet.Programs;

namespace GhostNet.Notebooks.Tests;

/// <summary>Runs the real runner in a process of its own.</summary>
internal static class Runner
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>The runner where it was built: the host lies beside it, which a reference to the project does not bring. The last folders are those of this program.</summary>
    private static readonly string s_runner = Path.Combine(
        Chromium.Repository,
        "src",
        "GhostNet.Notebooks",
        Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."), AppContext.BaseDirectory),
        "GhostNet.Notebooks.dll");

    /// <summary>Runs notebooks to their end.</summary>
    public static ProgramResult Run(NotebookRequest request, Dictionary<string, string?>? environment = null)
    {
        using var process = Start(request, environment);
        return Finish(process);
    }

    /// <summary>Writes a .dib notebook, runs it, and reads what came out.</summary>
    public static ExecutedNotebook Run(TemporaryFolder folder, string dib, double timeout = 0, string? packageFolder = null)
    {
        var result = Run(
            new NotebookRequest { Paths = [folder.Write("notebook.dib", dib)], Output = folder.File("out"), TimeoutSeconds = timeout },
            packageFolder is null ? null : new() { ["NUGET_PACKAGES"] = packageFolder });
        return ExecutedNotebook.Read(result, folder.File("out/notebook"));
    }

    /// <summary>Starts the runner; it stops when its standard input is closed.</summary>
    public static Process Start(NotebookRequest request, Dictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(s_runner);
        start.ArgumentList.Add(request.ToString());
        return Process.Start(start)!;
    }

    /// <summary>Waits for the runner.</summary>
    public static ProgramResult Finish(Process process) => ProgramResult.Of(process, s_patience);
}

/// <summary>A notebook after its run.</summary>
internal sealed record ExecutedNotebook(ProgramResult Result, JsonObject Json, string Page)
{
    /// <summary>Reads what the runner wrote.</summary>
    public static ExecutedNotebook Read(ProgramResult result, string path)
    {
        Assert.True(File.Exists($"{path}.ipynb"), result.ToString());
        return new ExecutedNotebook(result, JsonNode.Parse(File.ReadAllText($"{path}.ipynb"))!.AsObject(), File.ReadAllText($"{path}.html"));
    }

    /// <summary>The code cells.</summary>
    public IReadOnlyList<JsonNode> Cells => [.. Json["cells"]!.AsArray().Where(cell => (string)cell!["cell_type"]! == "code")!];

    /// <summary>The outputs of a code cell, counted from 0.</summary>
    public IReadOnlyList<JsonNode> Outputs(int cell) => [.. Cells[cell]["outputs"]!.AsArray()!];

    /// <summary>The text of a form of an output.</summary>
    public static string Text(JsonNode output, string mimeType) => string.Concat(output["data"]![mimeType]!.AsArray().Select(line => (string)line!));

    /// <summary>The console text of a cell.</summary>
    public string Console(int cell) => string.Concat(Outputs(cell)
        .Where(output => (string)output["output_type"]! == "stream")
        .SelectMany(output => output["text"]!.AsArray())
        .Select(line => (string)line!));
}
