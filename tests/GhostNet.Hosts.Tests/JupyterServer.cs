using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Browser;

namespace GhostNet.Hosts.Tests;

/// <summary>
/// A classic Jupyter server with the real kernels, for this machine alone, at a port that nothing else has. Its folders are its own: what the user
/// has is not touched.
/// </summary>
internal sealed class JupyterServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ghostnet-jupyter-");
    private readonly string _token = RandomNumberGenerator.GetHexString(32);
    private readonly int _port = FreePort();
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    // A shell makes what it starts in the background ignore the interrupt, and so would the kernels: here they get it in any case.
    private JupyterServer(string program) => _process = Create(
        "env",
        "--default-signal=INT",
        program,
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        $"--port={_port}",
        "--port-retries=0",
        $"--NotebookApp.token={_token}",
        $"--notebook-dir={_folder.FullName}");

    /// <summary>What the server and its kernels wrote to the console.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts one. Nothing is installed: where there is no Jupyter, its tests are skipped.</summary>
    public static async Task<JupyterServer> StartAsync()
    {
        var program = Installed.Program("jupyter-notebook");
        Assert.SkipWhen(program is null, "No classic Jupyter on this machine: install Debian's packages jupyter-notebook and chromium, and it is tested in them.");
        var server = new JupyterServer(program);
        try
        {
            await server.RegisterKernelsAsync();
            Installed.WriteNuGetConfig(server._folder.FullName, Chromium.Repository);
            await server.ServeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a notebook into the folder of the server.</summary>
    /// <returns>Where a browser finds it.</returns>
    public Uri Add(string name, JsonNode notebook)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, name), notebook.ToJsonString());
        return new Uri($"http://127.0.0.1:{_port}/notebooks/{name}?token={_token}");
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        catch (InvalidOperationException)
        {
            // It was never started.
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Process Create(string program, params string[] arguments)
    {
        var data = Path.Combine(_folder.FullName, ".jupyter");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var variables = new Dictionary<string, string>(Installed.Variables)
        {
            ["JUPYTER_PATH"] = data,
            ["JUPYTER_DATA_DIR"] = data,
            ["JUPYTER_CONFIG_DIR"] = Path.Combine(data, "config"),
            ["JUPYTER_RUNTIME_DIR"] = Path.Combine(data, "runtime"),
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new Process { StartInfo = start };
    }

    private async Task RegisterKernelsAsync()
    {
        var kernels = Directory.CreateDirectory(Path.Combine(_folder.FullName, ".jupyter", "kernels"));
        using var install = Create(Installed.Dotnet, Installed.DotNetInteractive, "jupyter", "install", "--path", kernels.FullName);
        install.Start();
        var output = install.StandardOutput.ReadToEndAsync();
        var error = install.StandardError.ReadToEndAsync();
        await install.WaitForExitAsync();
        Assert.True(install.ExitCode == 0, await output + await error);

        // As registered, a kernel is a tool that the user installed. Here it is a package.
        foreach (var file in kernels.GetFiles("kernel.json", SearchOption.AllDirectories))
        {
            var kernel = JsonNode.Parse(await File.ReadAllTextAsync(file.FullName))!;
            kernel["argv"]![0] = Installed.Dotnet;
            kernel["argv"]![1] = Installed.DotNetInteractive;
            kernel["argv"]!.AsArray().Insert(3, "--http-local-only");
            await File.WriteAllTextAsync(file.FullName, kernel.ToJsonString());
        }
    }

    private async Task ServeAsync()
    {
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient();
        for (var started = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{_port}/api/status?token={_token}"));
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                Assert.True(started.Elapsed < s_patience && !_process.HasExited, $"The server does not answer.\n{Log}");
                await Task.Delay(100);
            }
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
