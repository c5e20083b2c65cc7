using System.Diagnostics;
using System.Globalization;
using GhostNet.Browser;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary><c>ghostnet notebooks serve</c> while it runs; it deletes its folder at the end.</summary>
internal sealed class Served : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    public Served(TemporaryFolder folder, string notebooks = "in")
    {
        Folder = folder;
        _process = Tool.Start(folder.Path, "notebooks", "serve", notebooks, "--no-open", "--port", "0");
        _error = _process.StandardError.ReadToEndAsync();
        var line = _process.StandardOutput.ReadLine();
        while (line?.Contains("http://127.0.0.1:", StringComparison.Ordinal) == false)
        {
            // A notebook that cannot be read is named first.
            Before += $"{line}\n";
            line = _process.StandardOutput.ReadLine();
        }

        line ??= _error.GetAwaiter().GetResult();
        Assert.Contains("http:", line, StringComparison.Ordinal);
        Address = line[line.IndexOf("http:", StringComparison.Ordinal)..];
    }

    public TemporaryFolder Folder { get; }

    public string Address { get; }

    /// <summary>What it wrote before its address.</summary>
    public string Before { get; } = "";

    /// <summary>Opens one of its pages.</summary>
    public Task<OpenedPage> OpenAsync(Chromium chromium, string path, bool dark = false, int width = 1000) =>
        chromium.OpenAsync(new Uri(Address + path), dark, width);

    /// <summary>Asks it to end.</summary>
    public ProgramResult Stop()
    {
        AskToEnd();
        var output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return new ProgramResult(_process.ExitCode, output, _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        // Of its own accord it deletes its pages.
        if (!_process.HasExited && !OperatingSystem.IsWindows())
        {
            AskToEnd();
            _process.WaitForExit(Tool.Patience);
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        Folder.Dispose();
    }

    private void AskToEnd()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
