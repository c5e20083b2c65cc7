using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GhostNet.Training;

namespace GhostNet.Cli.Tests;

public partial class TrainTests(TrainedRun run)
{
    private static readonly string[] s_small = ["--limit", "128", "--width", "0.1", "--batch", "32", "--threads", "1"];

    [Fact]
    public void Says_that_the_data_are_synthetic()
    {
        Assert.True(run.Result.Code == 0, run.Result.ToString());
        Assert.Contains("SYNTHETIC", run.Result.Error, StringComparison.Ordinal);
        Assert.Contains("synthetic", File.ReadAllText(Path.Combine(run.Folder, "curves.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_asks_the_network_for_nothing_and_names_its_pictures()
    {
        var page = File.ReadAllText(Path.Combine(run.Folder, "curves.html"));
        Assert.All(page.Split("src=\"").Skip(1), source => Assert.StartsWith("data:", source, StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.All(Links().Matches(page), match => Assert.Equal("http://www.w3.org/2000/svg", match.Value));
        var pictures = page.Split("<svg").Skip(1).ToList();
        Assert.Equal(6, pictures.Count);
        Assert.All(pictures, picture =>
        {
            Assert.Contains("role=\"img\"", picture, StringComparison.Ordinal);
            Assert.Contains("<title id=", picture, StringComparison.Ordinal);
        });
        Assert.Equal("svg", XDocument.Load(Path.Combine(run.Folder, "curves.svg")).Root!.Name.LocalName);
    }

    [Fact]
    public void Shows_progress_and_the_next_commands()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, ["train", .. s_small, "--epochs", "2"]);
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("epoch 1/2 done", result.Output, StringComparison.Ordinal);
        Assert.Contains("epoch 2/2 done", result.Output, StringComparison.Ordinal);
        Assert.Contains("evaluate --checkpoint runs/", result.Output.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Contains("predict IMAGE.png", result.Output, StringComparison.Ordinal);

        // A finished training needs more epochs to go on; with them it does, in the same folder.
        Assert.Equal(2, Tool.Run(folder.Path, "train", "--resume").Code);
        var more = Tool.Run(folder.Path, "train", "--resume", "--epochs", "3");
        Assert.True(more.Code == 0, more.ToString());
        var only = Assert.Single(Directory.GetDirectories(folder.File("runs")));
        Assert.Equal(4, File.ReadAllLines(Path.Combine(only, "history.csv")).Length);
        Assert.Contains("Resumed from", File.ReadAllText(Path.Combine(only, "log.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_to_write_into_the_folder_of_another_training()
    {
        var result = Tool.Run(run.Root, ["train", .. s_small, "--out", "run"]);
        Assert.Equal(2, result.Code);
        Assert.Contains("--resume run", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public void A_signal_writes_a_checkpoint_and_the_printed_command_goes_on(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Signals are sent with kill.");
        using var folder = new TemporaryFolder();
        using var process = Tool.Start(folder.Path, ["train", .. s_small, "--epochs", "100000", "--out", "run"]);
        Tool.WaitForStep(folder.File("run/log.txt"), process);
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        var result = Tool.Finish(process);
        Assert.True(result.Code == 1, result.ToString());
        var command = Assert.Single(result.Output.Split('\n'), line => line.Contains("--resume", StringComparison.Ordinal));
        var checkpoint = Checkpoint.Find(folder.File("run/checkpoints"));
        Assert.True(checkpoint.GlobalStep > 0);

        var words = command.Trim().Split(' ');
        var resumed = Tool.Run(folder.Path, [.. words.SkipWhile(word => word != "train"), "--epochs", $"{checkpoint.Epoch + 1}"]);
        Assert.True(resumed.Code == 0, resumed.ToString());
        Assert.Equal(checkpoint.Epoch + 1, Checkpoint.Find(folder.File("run/checkpoints")).Epoch);
    }

    [GeneratedRegex("https?://[^\"'<> ]+")]
    private static partial Regex Links();
}
