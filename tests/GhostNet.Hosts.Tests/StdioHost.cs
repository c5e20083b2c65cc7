using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GhostNet.Browser;

namespace GhostNet.Hosts.Tests;

/// <summary>
/// The real .NET Interactive, as Visual Studio Code uses it: commands go to the standard input, events come from the standard output, one JSON
/// object a line.
/// </summary>
public sealed class StdioHost : IAsyncLifetime
{
    /// <summary>A host that has not answered by then hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ghostnet-stdio-");
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly Dictionary<string, Cell> _cells = [];
    private int _token;

    public StdioHost()
    {
        Installed.WriteNuGetConfig(_folder.FullName, Chromium.Repository);
        var start = new ProcessStartInfo(Installed.Dotnet, [Installed.DotNetInteractive, "stdio"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Installed.Variables)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
    }

    /// <summary>What the process itself wrote to the standard error.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    /// <summary>Done when the process has ended and all that it wrote is read.</summary>
    public Task Ended => _ended.Task;

    public ValueTask InitializeAsync()
    {
        _process.Start();
        _ = Task.WhenAll(ReadEvents(), ReadError()).ContinueWith(_ => _ended.SetResult(), TaskScheduler.Default);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts a cell.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="language"><c>csharp</c> or <c>fsharp</c>.</param>
    internal Cell Start(string code, string language = "csharp")
    {
        var cell = new Cell(this);
        Send("SubmitCode", new JsonObject { ["code"] = code, ["targetKernelName"] = language }, cell);
        return cell;
    }

    /// <summary>Runs a cell to its end, good or bad.</summary>
    internal async Task<Cell> RunAsync(string code, string language = "csharp")
    {
        var cell = Start(code, language);
        await cell.EndAsync();
        return cell;
    }

    /// <summary>Runs a cell, which must succeed without a word of complaint.</summary>
    internal async Task<Cell> SucceedAsync(string code, string language = "csharp")
    {
        var cell = await RunAsync(code, language);
        Assert.True(cell.Succeeded, $"{code}\n{cell}");
        Assert.True(cell.Complaints.Count == 0, $"{code}\n{string.Join('\n', cell.Complaints)}");
        return cell;
    }

    /// <summary>The first cell of every notebook.</summary>
    internal Task<Cell> ReferenceAsync(string language = "csharp") =>
        SucceedAsync("#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget: GhostNet.Interactive\"", language);

    /// <summary>Does what the stop button does.</summary>
    internal void Cancel(string language = "csharp") => Send("Cancel", new JsonObject { ["targetKernelName"] = language });

    /// <summary>Waits until something has happened, or fails the test.</summary>
    internal async Task UntilAsync(Func<bool> happened, Func<string> state)
    {
        var started = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(started.Elapsed < s_patience, $"Nothing more came.\n{state()}\n{Error}");
            Assert.False(_ended.Task.IsCompleted && !happened(), $"The host ended.\n{state()}\n{Error}");
            await Task.Delay(20);
        }
    }

    private void Send(string type, JsonObject command, Cell? cell = null)
    {
        var token = $"{++_token}";
        if (cell is not null)
        {
            lock (_cells)
            {
                _cells.Add(token, cell);
            }
        }

        _process.StandardInput.WriteLine(new JsonObject { ["token"] = token, ["commandType"] = type, ["command"] = command }.ToJsonString());
        _process.StandardInput.Flush();
    }

    private async Task ReadEvents()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var token = json.RootElement.TryGetProperty("command", out var command) && command.ValueKind == JsonValueKind.Object
                ? command.GetProperty("token").GetString()!
                : "";
            lock (_cells)
            {
                // What a cell starts in turn has the token of the cell, a dot and a number.
                if (_cells.TryGetValue(token.Split('.')[0], out var cell))
                {
                    cell.Add(json.RootElement.GetProperty("eventType").GetString()!, json.RootElement.GetProperty("event").Clone(), isOwn: !token.Contains('.'));
                }
            }
        }
    }

    private async Task ReadError()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_error)
            {
                _error.AppendLine(line);
            }
        }
    }
}
