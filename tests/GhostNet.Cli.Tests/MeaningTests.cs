namespace GhostNet.Cli.Tests;

/// <summary>What is written on the command line means what it says, or is an error: never another number, never nothing.</summary>
public class MeaningTests(TrainedRun run)
{
    [Theory]
    [InlineData("train --lr 0,05")]
    [InlineData("train --lr 1,000.5")]
    [InlineData("train --lr NaN")]
    [InlineData("train --weight-decay Infinity")]
    [InlineData("train --ema (0.9)")]
    [InlineData("train --label-smoothing 0x1")]
    [InlineData("train --width 0,5")]
    [InlineData("summary --width 0,5")]
    [InlineData("train --epochs 1,000")]
    [InlineData("train --batch 5e3")]
    [InlineData("train --limit 100.0")]
    [InlineData("train --seed 0x10")]
    [InlineData("train --threads 99999999999")]
    [InlineData("train --cutout ٤")]
    [InlineData("train --stem-stride 1,0")]
    [InlineData("evaluate --batch 5,12")]
    [InlineData("predict a.png --top 1,0")]
    [InlineData("notebooks run a.ipynb --timeout 1,5")]
    public void A_number_is_plain_or_wrong_usage(string command)
    {
        using var folder = new TemporaryFolder();
        var words = command.Split(' ');
        var result = Tool.RunWith(new() { ["LC_ALL"] = "de_DE.UTF-8" }, folder.Path, words);
        Assert.True(result.Code == 2, result.ToString());
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains($"{words[^2]} is '{words[^1]}', but must be", error, StringComparison.Ordinal);
        Assert.Empty(folder.Listing());
    }

    [Fact]
    public void Spaces_are_no_part_of_a_number()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(2, Tool.Run(folder.Path, "train", "--epochs", " 5").Code);
        Assert.Equal(2, Tool.Run(folder.Path, "train", "--lr", "0.1 ").Code);
        Assert.Empty(folder.Listing());
    }

    [Fact]
    public void The_users_language_changes_no_number()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["summary", "--width", "0.5"];
        var result = Tool.RunWith(new() { ["LC_ALL"] = "de_DE.UTF-8" }, folder.Path, command);
        Assert.True(result.Code == 0, result.ToString());
        Assert.Equal(Tool.RunWith(new() { ["LC_ALL"] = "C" }, folder.Path, command).Output, result.Output);
    }

    [Theory]
    [InlineData("train --dataset shapes --data .", "--data")]
    [InlineData("train --dataset shapes --data nowhere", "--data")]
    [InlineData("train --validation 0 --evaluate-every 2", "--evaluate-every")]
    [InlineData("train --validation 0 --patience 2", "--patience")]
    [InlineData("train --epochs 4 --patience 3 --out other", "--patience")]
    [InlineData("train --epochs 8 --evaluate-every 2 --patience 3 --out other", "--patience")]
    [InlineData("train --limit 5 --out other", "--validation 0")]
    [InlineData("data verify shapes --data .", "--data")]
    [InlineData("evaluate --checkpoint run --data .", "--data")]
    [InlineData("report run --data .", "--data")]
    [InlineData("train --resume run --epochs 3 --data .", "--data")]
    [InlineData("train --resume run --epochs 3 --limit 64", "--limit")]
    [InlineData("train --resume run --epochs 3 --validation 0.5", "--validation")]
    [InlineData("train --resume run --epochs 3 --dataset cifar10", "--dataset")]
    [InlineData("train --resume run --epochs 3 --lr 0.1", "--lr")]
    [InlineData("train --resume run --epochs 3 --width 0.1", "--width")]
    [InlineData("train --resume run --epochs 3 --out other", "--out")]
    [InlineData("predict a.png --checkpoint run --names a.txt", "--names")]
    [InlineData("notebooks run run/log.txt --language csharp", "--language")]
    [InlineData("evaluate --weights run/checkpoints/best.safetensors --names=a", "--names")]
    [InlineData("notebooks list run/log.txt --language csharp", "--language")]
    public void An_option_without_effect_is_wrong_usage(string command, string option)
    {
        var before = File.GetLastWriteTimeUtc(Path.Combine(run.Folder, "run.json"));
        var result = Tool.Run(run.Root, command.Split(' '));
        Assert.True(result.Code == 2, result.ToString());
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(run.Folder, "run.json")));
    }
}
