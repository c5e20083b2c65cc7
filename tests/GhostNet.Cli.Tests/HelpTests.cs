namespace GhostNet.Cli.Tests;

public class HelpTests
{
    public static TheoryData<string> Commands { get; } =
        ["", "train", "evaluate", "report", "predict", "export", "summary", "models", "data", "data fetch", "data verify", "data info", "doctor",
         "notebooks", "notebooks run", "notebooks serve", "notebooks list", "notebooks build"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_explains_itself_with_examples(string command)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"  ghostnet {command}".TrimEnd(), result.Output[result.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("data")]
    [InlineData("train --epochs many")]
    [InlineData("train --epochs 0")]
    [InlineData("train --dataset mnist")]
    [InlineData("train --stem-stride 3")]
    [InlineData("train --width -1")]
    [InlineData("predict")]
    [InlineData("predict --tpo 3")]
    [InlineData("summary --model vgg")]
    [InlineData("summary --model vgg16 --width 0.5")]
    [InlineData("train --model resnet56 --stem-stride 1")]
    [InlineData("summary --model vgg16 --size 16")]
    [InlineData("summary --model vgg16 --ratio 2")]
    [InlineData("summary --model mobilenet_v3_small --dropout 0.1")]
    [InlineData("train --model resnet56 --head 64")]
    [InlineData("notebooks")]
    [InlineData("notebooks run")]
    [InlineData("notebooks serve --port 70000")]
    [InlineData("notebooks serve --run --no-run")]
    [InlineData("notebooks run a.ipynb --language python")]
    [InlineData("notebooks run a.ipynb --timeout -1")]
    [InlineData("notebooks run a.ipynb --parameter epochs")]
    [InlineData("train --device gpu")]
    [InlineData("train --device cuda:1,0")]
    [InlineData("train --threads 100000")]
    [InlineData("train --out=")]
    [InlineData("train --progressive 3 --epochs 2")]
    [InlineData("train --swa 3 --epochs 2")]
    [InlineData("train --swa 3 --ema 0.9")]
    [InlineData("train --optimizer adagrad")]
    [InlineData("train --patience -1")]
    [InlineData("summary --model vgg16 --dw-size 3")]
    [InlineData("summary --model vgg16 --ghostify --dw-size 2")]
    [InlineData("summary --model vgg16 --ghostify 1")]
    [InlineData("summary --model vgg16 --ghostify --depth 2")]
    [InlineData("data fetch --mirror here")]
    public void Wrong_usage_has_exit_code_2_and_says_what_is_wrong(string command)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, command.Split(' '));
        Assert.True(result.Code == 2, result.ToString());
        Assert.NotEmpty(result.Error);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Listing());
    }
}
