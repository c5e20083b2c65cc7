using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Notebooks.Host;

/// <summary>
/// .NET Interactive in a process of its own, which reads commands and writes events on its standard streams, one JSON object per line.
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
    private readonly HostHome _home = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _listening;
    private readonly Task _listeningToErrors;
    private string? _firstError;
    private (string Token, TaskCompletionSource<HostEvent> Done)? _running;

    /// <summary>Starts the host.</summary>
    /// <param name="folder">Its current folder: from where cells name files, and the search for a nuget.config begins.</param>
    /// <param name="hear">Receives every event, on another thread, one after the other.</param>
    /// <param name="hearText">Gets lines that native code writes to the standard streams, past the host.</param>
    /// <exception cref="NotebookException">It cannot be started.</exception>
    public NotebookHost(string folder, Action<HostEvent> hear, Action<string> hearText)
    {
        _hear = hear;
        _hearText = hearText;
        var start = new ProcessStartInfo(DotnetHost.Path)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,

            // Else a program that a cell starts and that goes on would hold the runner's own error stream open.
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
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
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (!OperatingSystem.IsWindows())
        {
            start.Environment[HostHome.Variable] = _home.Path;
        }

        start.Environment[StartupHook.RunnerVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment[StartupHook.HooksVariable] = string.Join(
            Path.PathSeparator,
            new[] { typeof(StartupHook).Assembly.Location, Environment.GetEnvironmentVariable(StartupHook.HooksVariable) }.Where(hook => !string.IsNullOrEmpty(hook)));
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            _home.Dispose();
            throw NotStarted(exception.Message);
        }

        _listening = ListenAsync();
        _listeningToErrors = ListenToErrorsAsync();
    }

    /// <summary>Whether it has no home folder of the user, so that the packages it restores are deleted with it.</summary>
    public bool HasTemporaryHome => _home.IsTemporary;

    /// <summary>Waits until it takes commands.</summary>
    /// <exception cref="NotebookException">It ended instead; the message has the first line of its error.</exception>
    public async Task WaitUntilReadyAsync()
    {
        if (await Task.WhenAny(_ready.Task, _listening, _process.WaitForExitAsync(CancellationToken.None)).ConfigureAwait(false) != _ready.Task)
        {
            await Task.WhenAny(_listeningToErrors, Task.Delay(s_patience)).ConfigureAwait(false);
            throw NotStarted(_firstError ?? "it ended without a word.");
        }
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
                await Task.WhenAny(Task.WhenAll(_listening, _listeningToErrors), Task.Delay(s_patience)).ConfigureAwait(false);
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

        DeleteFiles();
        _process.Dispose();
        _home.Dispose();
    }

    private static NotebookException NotStarted(string reason) => new($"the notebook host could not start: {reason}");

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

            if (one.Type == "KernelReady")
            {
                _ready.TrySetResult();
            }

            _hear(one);
            if (one.IsEnd && _running is { } running && running.Token == one.Token)
            {
                running.Done.TrySetResult(one);
            }
        }
    }

    private async Task ListenToErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (_ready.Task.IsCompleted)
            {
                _hearText(line);
            }
            else if (_firstError is null && !string.IsNullOrWhiteSpace(line))
            {
                _firstError = line;
            }
        }
    }

    /// <summary>
    /// A process that is killed leaves its files: the project of each package restore, and the sockets of .NET's diagnostics and of PowerShell. Their
    /// names hold its number. To ask it to quit would delete them too, but not when a cell does not end, and what cells started would go on.
    /// </summary>
    private void DeleteFiles()
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        Delete(Path.Combine(_home.Path, ".packagemanagement", "nuget", "Projects"), $"{id}--*");
        Delete(Path.GetTempPath(), $"clr-debug-pipe-{id}-*");
        Delete(Path.GetTempPath(), $"dotnet-diagnostic-{id}-*");
        Delete(Path.GetTempPath(), $"CoreFxPipe_PSHost.*.{id}.*");
    }

    private static void Delete(string folder, string names)
    {
        foreach (var entry in Directory.Exists(folder) ? new DirectoryInfo(folder).GetFileSystemInfos(names) : [])
        {
            try
            {
                if (entry is DirectoryInfo directory)
                {
                    directory.Delete(recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A few small files stay.
                continue;
            }
        }
    }
}
