using System.Diagnostics;

namespace GhostNet.Cli.Tests;

/// <summary>What a command prints is its result: if it cannot be written, the command has failed.</summary>
public class OutputTests(TrainedRun run)
{
    [Fact]
    public void A_table_in_a_file_has_no_colours()
    {
        // So few images also leave none for validation, which is nothing to an evaluation.
        var result = Tool.RunWith(new() { ["TERM"] = "xterm" }, run.Root, "evaluate", "--checkpoint", "run", "--limit", "5");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("5 images", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" --json")]
    public void A_result_for_which_the_disk_has_no_room_is_an_error(string option)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec '{dotnet}' exec '{Path.Combine(AppContext.BaseDirectory, "GhostNet.Cli.dll")}' summary --width 0.1{option} >/dev/full");
        using var process = Process.Start(start)!;
        var result = Tool.Finish(process);
        Assert.True(result.Code == 1, result.ToString());
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }
}
