using System.Text.RegularExpressions;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>Errors speak of what the user typed or can type, and not of the library behind it.</summary>
public sealed partial class WordsTests(TrainedRun run)
{
    [Theory]
    [InlineData("train --modle vgg16", "There is no option --modle. Did you mean --model?")]
    [InlineData("train --modle=vgg16", "There is no option --modle. Did you mean --model?")]
    [InlineData("train --batch-size 8", "There is no option --batch-size. Did you mean --batch?")]
    [InlineData("train --verbos", "There is no option --verbos. Did you mean --verbose?")]
    [InlineData("train --colour red", "There is no option --colour.")]
    [InlineData("predict --tpo 3", "Did you mean --top?")]
    [InlineData("trian", "There is no command trian. Did you mean train?")]
    [InlineData("data ftech", "There is no command ftech. Did you mean fetch?")]
    public void A_misspelt_word_is_answered_with_the_nearest_one(string command, string error)
    {
        var result = Run(2, command);
        Assert.EndsWith(error, Error(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "train --limit 33 --batch 32 --validation 0", "set --drop-last or change --batch")]
    [InlineData(2, "train --limit 40 --cutout 33", "--cutout is 33 pixels")]
    [InlineData(2, "train --limit 32 --batch 16 --epochs 1 --model vgg16 --progressive 1", "--progressive is 1")]
    [InlineData(1, "train --limit 128 --width 0.1 --lr 1000 --schedule constant --quiet", "a longer warm-up or --gradient-clip 1")]
    [InlineData(2, "evaluate --checkpoint RUN --dataset fashion-mnist --data .", "images of 3 channels")]
    [InlineData(1, "evaluate --checkpoint WEIGHTS", "Name it with --weights")]
    [InlineData(2, "train --limit 64 --class-weights auto", "--class-weights is for pictures of your own")]
    [InlineData(2, "train --weights RUN", "is a folder, but --weights names a file: give ")]
    [InlineData(2, "evaluate --weights .", ". is a folder, but --weights names a file: give one in it.")]
    [InlineData(2, "summary --model ghostnet_100 --ghostify", "it works with vgg16, resnet56 and mobilenet_v3_small: name one with --model.")]
    [InlineData(2, "report RUN --beside RUN", "is the training that the page is about")]
    [InlineData(1, "evaluate --weights WEIGHTS --stem-stride 1", "--stem-stride is 2 in the file")]
    public void An_error_is_said_in_the_words_of_the_command_line(int code, string command, string words)
    {
        using var folder = new TemporaryFolder();
        var weights = folder.File("w.safetensors");
        if (command.Contains("WEIGHTS", StringComparison.Ordinal))
        {
            Assert.Equal(0, Tool.Run(folder.Path, "export", run.Best, "--out", weights).Code);
        }

        if (command.StartsWith("evaluate", StringComparison.Ordinal) && command.Contains("fashion", StringComparison.Ordinal))
        {
            Assert.SkipUnless(Directory.Exists("/usr/share/datasets/fashion-mnist"), "Debian's package dataset-fashion-mnist is not installed.");
            command = command.Replace(" --data .", "", StringComparison.Ordinal);
        }

        var error = Run(code, command.Replace("RUN", run.Folder, StringComparison.Ordinal).Replace("WEIGHTS", weights, StringComparison.Ordinal), folder.Path).Error;
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotMatch(ApiWords(), error);
    }

    [Fact]
    public void What_errors_advise_can_be_given()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(
            folder.Path, "train", "--limit", "33", "--batch", "32", "--validation", "0", "--drop-last", "--gradient-clip", "1", "--warmup", "0.5", "--width", "0.1", "--epochs", "1", "--out", "run", "--quiet");
        Assert.True(result.Code == 0, result.ToString());
        var options = Training.Checkpoint.Find(folder.File("run/checkpoints")).Options;
        Assert.Equal((true, 1, 0.5), (options.DropLast, options.GradientClip, options.WarmupEpochs));
        Assert.Contains("\"--drop-last\": \"true\"", File.ReadAllText(folder.File("run/run.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summary --model ghost_resnet56 --ratio 4 --json", "\"ratio\": 4")]
    [InlineData("summary --head 64 --dropout 0.5 --json", "\"dropout\": 0.5")]
    [InlineData("summary --model ghostnet_tutorial --head 64 --json", "\"headChannels\": 64")]
    public void An_option_of_a_network_changes_it(string command, string spec)
    {
        Assert.Contains(spec, Run(0, command).Output, StringComparison.Ordinal);
    }

    private static ProgramResult Run(int code, string command, string? at = null)
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(at ?? folder.Path, command.Split(' '));
        Assert.True(result.Code == code, result.ToString());
        return result;
    }

    private static string Error(ProgramResult result) =>
        Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal)).TrimEnd();

    /// <summary>Names of properties, calls, and parameters.</summary>
    [GeneratedRegex(@"\b[A-Z][a-z]+[A-Z][a-z]+ = |\b(BatchSize|DropLast|GradientClip|ProgressiveEpochs|LoadWeights)\b|\w\(\w*\)|Parameter '")]
    private static partial Regex ApiWords();
}
