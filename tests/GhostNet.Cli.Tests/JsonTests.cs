using System.Text.Json;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>With --json the standard output holds one JSON value and nothing else.</summary>
public class JsonTests(TrainedRun run)
{
    [Fact]
    public void Training_tells_where_everything_is()
    {
        using var json = Parse(run.Result);
        var root = json.RootElement;
        Assert.True(root.GetProperty("synthetic").GetBoolean());
        Assert.Equal("Completed", root.GetProperty("outcome").GetString());
        Assert.Equal(1, root.GetProperty("history").GetArrayLength());
        Assert.InRange(root.GetProperty("testAccuracy").GetDouble(), 0, 1);
        foreach (var name in new[] { "checkpoint", "bestCheckpoint", "log", "csv", "page", "picture" })
        {
            var path = root.GetProperty(name).GetString();
            Assert.True(File.Exists(path), $"{name}: {path}");
            Assert.StartsWith(run.Folder, path, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Summary_counts_as_the_paper_does()
    {
        using var json = Parse(Tool.Run(run.Root, "summary", "--model", "ghostnet_100", "--width", "0.5", "--json"));
        Assert.Equal(2_587_292, json.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(1000, json.RootElement.GetProperty("layers").EnumerateArray().Last().GetProperty("outputShape")[1].GetInt32());
    }

    [Fact]
    public void Summary_is_a_table_without_the_option_for_JSON()
    {
        var result = Tool.Run(run.Root, "summary");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("output [N, C, H, W]", result.Output, StringComparison.Ordinal);
        Assert.Contains("3,914,318", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_agrees_with_the_training()
    {
        using var trained = Parse(run.Result);
        using var json = Parse(Tool.Run(run.Root, "evaluate", "--checkpoint", run.Folder, "--json"));
        var root = json.RootElement;
        Assert.Equal(128, root.GetProperty("images").GetInt32());
        Assert.Equal(trained.RootElement.GetProperty("testAccuracy").GetDouble(), root.GetProperty("accuracy").GetDouble(), 6);
        Assert.Equal(10, root.GetProperty("classes").GetArrayLength());
        Assert.Equal(128, root.GetProperty("confusionMatrix").EnumerateArray().Sum(row => row.EnumerateArray().Sum(cell => cell.GetInt64())));
    }

    [Fact]
    public void Evaluation_can_look_at_mirror_images_too()
    {
        using var plain = Parse(Tool.Run(run.Root, "evaluate", "--checkpoint", run.Folder, "--json"));
        using var mirrored = Parse(Tool.Run(run.Root, "evaluate", "--checkpoint", run.Folder, "--mirror", "--json"));
        Assert.False(plain.RootElement.GetProperty("mirrored").GetBoolean());
        Assert.True(mirrored.RootElement.GetProperty("mirrored").GetBoolean());
        Assert.NotEqual(plain.RootElement.GetProperty("loss").GetDouble(), mirrored.RootElement.GetProperty("loss").GetDouble());
    }

    [Fact]
    public void Prediction_names_classes_and_goes_on_after_a_bad_picture()
    {
        using var folder = new TemporaryFolder();
        Pictures.WritePng(folder.File("good.png"), 70, 50);
        File.WriteAllText(folder.File("bad.png"), "no picture");
        var result = Tool.Run(folder.Path, "predict", "bad.png", "good.png", "--checkpoint", run.Best, "--json");
        Assert.Equal(1, result.Code);
        Assert.Contains("bad.png", result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output);
        var predictions = json.RootElement.GetProperty("predictions");
        Assert.NotNull(predictions[0].GetProperty("error").GetString());
        var guesses = predictions[1].GetProperty("guesses").EnumerateArray().ToList();
        Assert.Equal(5, guesses.Count);
        Assert.True(guesses[0].GetProperty("probability").GetDouble() >= guesses[1].GetProperty("probability").GetDouble());
    }

    [Theory]
    [InlineData("data info --json")]
    [InlineData("data verify shapes --json")]
    [InlineData("doctor --json")]
    public void Other_commands_write_JSON_too(string command)
    {
        using var json = Parse(Tool.Run(run.Root, command.Split(' ')));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    private static JsonDocument Parse(ProgramResult result)
    {
        Assert.True(result.Code == 0, result.ToString());
        return JsonDocument.Parse(result.Output);
    }
}
