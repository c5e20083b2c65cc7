using System.Diagnostics;

namespace GhostNet.Tests;

/// <summary>A short part of what tests/GhostNet.Fuzz does: damaged files of every format, read in a process of their own.</summary>
public sealed class FuzzTests
{
    [Fact]
    public async Task Damaged_files_of_every_format_are_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(AppContext.BaseDirectory, "GhostNet.Fuzz.dll");
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", program, "--count", "80", "--seed", "7", "--keep", folder.File("kept")]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("All well.", output, StringComparison.Ordinal);
    }
}
