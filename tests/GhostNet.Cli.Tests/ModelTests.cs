using System.Text.Json;
using GhostNet.Programs;

namespace GhostNet.Cli.Tests;

/// <summary>Any registered network can be named: listed, trained, resumed, evaluated, exported, and read from its weights.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Models_lists_every_network_with_its_size()
    {
        using var folder = new TemporaryFolder();
        using var json = Parse(Tool.Run(folder.Path, "models", "--json"));
        var models = json.RootElement.GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!);
        Assert.Equal(6_156_908, models["ghostnetv2_100"].GetProperty("parameters").GetInt64());
        Assert.Equal(167.05, Math.Round(models["ghostnetv2_100"].GetProperty("multiplyAdds").GetInt64() / 1e6, 2));
        Assert.Equal([3, 224, 224], models["ghostnetv2_100"].GetProperty("input").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Contains("73.98", models["ghostnet_100"].GetProperty("weights")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(10, models["ghost_resnet56"].GetProperty("classes").GetInt32());

        var table = Tool.Run(folder.Path, "models");
        Assert.True(table.Code == 0, table.ToString());
        Assert.All(models.Keys, name => Assert.Contains(name, table.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void Summary_shows_what_Ghost_modules_would_save()
    {
        using var folder = new TemporaryFolder();
        var table = Tool.Run(folder.Path, "summary", "--model", "vgg16", "--ghostify");
        Assert.True(table.Code == 0, table.ToString());
        Assert.Contains("13 of 13 convolutions are Ghost modules now, ratio 2", table.Output, StringComparison.Ordinal);
        using var json = Parse(Tool.Run(folder.Path, "summary", "--model", "resnet56", "--ghostify", "2", "--dw-size", "1", "--json"));
        Assert.Equal(429_882, json.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(55, json.RootElement.GetProperty("ghostified").GetArrayLength());
        using var plain = Parse(Tool.Run(folder.Path, "summary", "--model", "resnet56", "--json"));
        Assert.Equal(plain.RootElement.GetProperty("parameters").GetInt64(), json.RootElement.GetProperty("parametersBefore").GetInt64());
    }

    [Theory]
    [InlineData("ghostnetv2_100", "--width 0.1", "its first convolution gets stride 1")]
    [InlineData("ghost_resnet56", "", "")]
    public void A_named_network_is_trained_resumed_evaluated_and_exported(string name, string options, string note)
    {
        using var folder = new TemporaryFolder();
        string[] given = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var trained = Tool.Run(folder.Path, ["train", "--model", name, .. given, "--limit", "64", "--epochs", "1", "--batch", "32", "--out", "run"]);
        Assert.True(trained.Code == 0, trained.ToString());
        Assert.Contains(note, trained.Output, StringComparison.Ordinal);
        Assert.Contains(name, File.ReadAllText(folder.File("run/curves.html")), StringComparison.Ordinal);

        var resumed = Tool.Run(folder.Path, "train", "--resume", "run", "--epochs", "2", "--quiet");
        Assert.True(resumed.Code == 0, resumed.ToString());
        using var evaluated = Parse(Tool.Run(folder.Path, "evaluate", "--checkpoint", "run", "--json"));
        foreach (var file in new[] { "net.onnx", "net.safetensors" })
        {
            var exported = Tool.Run(folder.Path, "export", "run", "--out", file);
            Assert.True(exported.Code == 0, exported.ToString());
        }

        // The weights say what network they are of, and what it was trained on.
        using var read = Parse(Tool.Run(folder.Path, "evaluate", "--weights", "net.safetensors", "--limit", "64", "--json"));
        Assert.Equal(evaluated.RootElement.GetProperty("loss").GetDouble(), read.RootElement.GetProperty("loss").GetDouble(), 6);
    }

    [Fact]
    public void A_stem_stride_that_makes_images_too_small_is_wrong_usage()
    {
        using var folder = new TemporaryFolder();
        var result = Tool.Run(folder.Path, "train", "--model", "ghostnetv2_100", "--stem-stride", "2", "--limit", "32", "--out", "run");
        Assert.True(result.Code == 2, result.ToString());
        Assert.Contains("ghostnetv2_100 takes images of 33x33 pixels or more", result.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Listing());
    }

    private static JsonDocument Parse(ProgramResult result)
    {
        Assert.True(result.Code == 0, result.ToString());
        return JsonDocument.Parse(result.Output);
    }
}
