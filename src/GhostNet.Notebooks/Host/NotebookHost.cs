using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Starting;

namespace GhostNet.Notebooks.Host;

/// <summary>
/// .NET Interactive in a process of its own, which takes commands and tells events on its standard streams, one JSON object a line.
/// </summary>
/// <remarks>Whatever a cell does to its process, this one goes on.</remarks>
internal sealed class NotebookHost : IAsyncDisposable
{
    /// <summary>How long to wait for what must come, such as the last output of a process that has ended.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>What a started <c>dotnet run</c> leaves in the environment would mislead the host's package restore.</summary>
    private static readonly string[] s_misleading = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH"];

    private readonly Process _process;
    private readonly Action<HostEvent> _hear;
    private readonly Action<string> _hearText;
    private readonly Task _listening;
    private (string Token, TaskCompletionSource<HostEvent> Done)? _running;

    /// <summary>Starts the host.</summary>
    /// <param name="folder">Its current folder: from where cells name files, and the search for a nuget.config begins.</param>
    /// <param name="hear">Gets every event, on another thread, one after the other.</param>
    /// <param name="hearText">Gets lines that native code writes to the standard output, past the host.</param>
    public NotebookHost(string folder, Action<HostEvent> hear, Action<string> hearText)
    {
        _hear = hear;
        _hearText = hearText;
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "host", "Microsoft.DotNet.Interactive.App.dll"), "stdio"])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in s_misleading)
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_HOST_PATH"] = DotnetHost.Path;
        start.Environment["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment[StartupHook.RunnerVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment[StartupHook.HooksVariable] = string.Join(
            Path.PathSeparator,
            new[] { typeof(StartupHook).Assembly.Location, Environment.GetEnvironmentVariable(StartupHook.HooksVariable) }.Where(hook => !string.IsNullOrEmpty(hook)));
        _process = Process.Start(start)!;
        _listening = ListenAsync();
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="token">Names the cell; the events that it causes bear it.</param>
    /// <param name="code">Its text.</param>
    /// <param name="kernel">The name of the kernel in whose language it begins.</param>
    /// <returns>The event that says how it ended.</returns>
    /// <exception cref="HostEndedException">The process ended meanwhile.</exception>
    public async Task<HostEvent> RunAsync(string token, string code, string kernel)
    {
        var done = new TaskCompletionSource<HostEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        _running = (token, done);
        try
        {
            await SendAsync(token, "SubmitCode", new JsonObject { ["code"] = code, ["targetKernelName"] = kernel }).ConfigureAwait(false);
            var end = _process.WaitForExitAsync(CancellationToken.None);
            var first = await Task.WhenAny(done.Task, end, _listening).ConfigureAwait(false);
            if (first == end)
            {
                // What it wrote before it ended; somebody else may hold its output open.
                await Task.WhenAny(_listening, Task.Delay(s_patience)).ConfigureAwait(false);
            }
            else if (first == _listening)
            {
                await _listening.ConfigureAwait(false);
                await Task.WhenAny(end, Task.Delay(s_patience)).ConfigureAwait(false);
            }

            return done.Task.IsCompletedSuccessfully ? await done.Task.ConfigureAwait(false) : throw new HostEndedException(_process.HasExited ? _process.ExitCode : null);
        }
        catch (IOException) when (_process.WaitForExit(s_patience))
        {
            throw new HostEndedException(_process.ExitCode);
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Asks the cell that is running to end: its code sees a cancelled token.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await SendAsync("cancel", "Cancel", []).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Then it has ended.
        }
    }

    /// <summary>Ends the process and what its cells started.</summary>
    public async ValueTask DisposeAsync()
    {
        // The end of its input does not end it.
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(s_patience)).ConfigureAwait(false);
        }

        DeleteRestoreProjects();
        _process.Dispose();
    }

    private async Task SendAsync(string token, string type, JsonObject command)
    {
        // Beyond ASCII everything is escaped: no encoding can go wrong.
        var line = new JsonObject { ["token"] = token, ["commandType"] = type, ["command"] = command }.ToJsonString();
        await _process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (HostEvent.Read(line) is not { } one)
            {
                _hearText(line);
                continue;
            }

            _hear(one);
            if (one.IsEnd && _running is { } running && running.Token == one.Token)
            {
                running.Done.TrySetResult(one);
            }
        }
    }

    /// <summary>The host makes a project for each package restore, in a folder named after its process, and does not delete it when it is killed.</summary>
    private void DeleteRestoreProjects()
    {
        var projects = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".packagemanagement", "nuget", "Projects");
        if (!Directory.Exists(projects))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(projects, string.Create(CultureInfo.InvariantCulture, $"{_process.Id}--*")))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A few small files stay in a cache folder.
                continue;
            }
        }
    }
}
