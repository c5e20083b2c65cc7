using GhostNet.Training;

namespace GhostNet.Cli.Tests;

/// <summary>What goes on beside a training: --patience, --csv, --tensorboard.</summary>
public sealed class CallbackTests
{
    [Fact]
    public void Patience_ends_a_training_early_which_is_then_done_and_may_go_on()
    {
        using var folder = new TemporaryFolder();

        // 12 validation images can be better than before only 12 times.
        var result = Tool.Run(
            folder.Path, "train", "--limit", "128", "--width", "0.1", "--batch", "64", "--threads", "1", "--epochs", "40", "--patience", "1", "--csv", "tables/epochs.csv", "--tensorboard", "--out", "run");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("Ended early, after ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Test accuracy: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("--resume run --patience 0", result.Output, StringComparison.Ordinal);
        var epochs = Checkpoint.Find(folder.File("run/checkpoints")).Epoch;
        Assert.InRange(epochs, 2, 14);
        Assert.Equal(epochs + 1, File.ReadAllLines(folder.File("tables/epochs.csv")).Length);
        Assert.Single(Directory.GetFiles(folder.File("run"), "events.out.tfevents.*"));

        var again = Tool.Run(folder.Path, "train", "--resume", "run");
        Assert.True(again.Code == 2, again.ToString());
        Assert.Contains("--patience", again.Error, StringComparison.Ordinal);

        // The other options of the run hold without being given again.
        var more = Tool.Run(folder.Path, "train", "--resume", "run", "--patience", "0", "--epochs", $"{epochs + 1}");
        Assert.True(more.Code == 0, more.ToString());
        Assert.Equal(File.ReadAllLines(folder.File("run/history.csv")), File.ReadAllLines(folder.File("tables/epochs.csv")));
        Assert.Equal(epochs + 2, File.ReadAllLines(folder.File("tables/epochs.csv")).Length);
        Assert.Equal(2, Directory.GetFiles(folder.File("run"), "events.out.tfevents.*").Length);
    }

    [Fact]
    public void A_training_that_begins_again_keeps_them()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("run"));
        File.WriteAllText(folder.File("run/run.json"), """{"dataset":"shapes","limit":64,"options":{"--limit":"64","--width":"0.1","--epochs":"1","--tensorboard":""}}""");
        var result = Tool.Run(folder.Path, "train", "--resume", "run");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Single(Directory.GetFiles(folder.File("run"), "events.out.tfevents.*"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named_before_the_training()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        var before = folder.Listing();
        foreach (var (option, path) in new[] { ("--csv", "file/table.csv"), ("--tensorboard", "file/board") })
        {
            var result = Tool.Run(folder.Path, "train", "--limit", "64", option, path);
            Assert.True(result.Code == 1, result.ToString());
            Assert.Contains(option, result.Error, StringComparison.Ordinal);
            Assert.Equal(before, folder.Listing());
        }
    }
}
