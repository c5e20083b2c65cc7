using GhostNet.Training;

namespace GhostNet.Cli.Tests;

/// <summary>A folder of version 0.1.0 is used and gone on with; the program says that its format is old.</summary>
public class OldCheckpointTests
{
    [Fact]
    public void A_checkpoint_of_the_old_format_is_read_and_the_new_one_is_written()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("run/checkpoints"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "training-0.1.0.ckpt"), folder.File("run/checkpoints/best.ckpt"));

        var evaluated = Tool.Run(folder.Path, "evaluate", "--checkpoint", "run/checkpoints/best.ckpt", "--dataset", "shapes", "--limit", "32", "--json");
        Assert.True(evaluated.Code == 0, evaluated.ToString());
        Assert.Single(evaluated.Error.Split('\n'), static line => line.StartsWith("note: ", StringComparison.Ordinal) && line.Contains("old format", StringComparison.Ordinal));

        Directory.CreateDirectory(folder.File("bare"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "training-0.1.0.ckpt"), folder.File("bare/best.ckpt"));
        var other = Tool.Run(folder.Path, "train", "--resume", "bare", "--dataset", "shapes", "--limit", "32", "--quiet");
        Assert.True(other.Code == 2, other.ToString());
        Assert.Contains("it needs the same images", other.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", other.Error, StringComparison.Ordinal);

        var resumed = Tool.Run(folder.Path, "train", "--resume", "run", "--dataset", "shapes", "--limit", "160", "--epochs", "2", "--quiet");
        Assert.True(resumed.Code == 0, resumed.ToString());
        Assert.Contains("old format of version 0.1.0", resumed.Output, StringComparison.Ordinal);
        var newest = Checkpoint.Find(folder.File("run/checkpoints"));
        Assert.Equal((2, false), (newest.Epoch, newest.IsOldFormat));
    }
}
