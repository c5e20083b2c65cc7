using System.Text.Json;
using SkiaSharp;

namespace GhostNet.Cli.Tests;

/// <summary>The commands with a folder of the user's own pictures.</summary>
public sealed class PictureCommandTests(PictureFolder pictures) : IClassFixture<PictureFolder>
{
    [Fact]
    public void A_folder_of_classes_is_trained_on()
    {
        Assert.True(pictures.Trained.Code == 0, pictures.Trained.ToString());
        using var result = JsonDocument.Parse(pictures.Trained.Output);
        Assert.Equal("folder", result.RootElement.GetProperty("dataset").GetString());
        Assert.Equal(JsonValueKind.Null, result.RootElement.GetProperty("testAccuracy").ValueKind);
        Assert.Contains("33 training, 3 validation and 0 test images, [3, 32, 32], 3 classes", pictures.Trained.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_evaluated_and_resumed_without_being_told_again()
    {
        var validation = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "run", "--json");
        Assert.True(validation.Code == 0, validation.ToString());
        using var result = JsonDocument.Parse(validation.Output);
        Assert.Equal(("photos, validation part", 3), (result.RootElement.GetProperty("dataset").GetString(), result.RootElement.GetProperty("images").GetInt32()));

        var all = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "run", "--data", "photos", "--json");
        using var whole = JsonDocument.Parse(all.Output);
        Assert.Equal(36, whole.RootElement.GetProperty("images").GetInt32());

        var more = Tool.Run(pictures.Root, "train", "--resume", "run", "--epochs", "3");
        Assert.True(more.Code == 0, more.ToString());
        Assert.Contains("epoch 3", more.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_predicted_as_table_and_as_lines()
    {
        var result = Tool.Run(pictures.Root, "predict", "photos", "photos/绿/0?.png", "--checkpoint", "run", "--top", "2", "--csv", "out.csv", "--json-lines");
        Assert.True(result.Code == 0, result.ToString());
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(46, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal(2, first.RootElement.GetProperty("guesses").GetArrayLength());
        var table = File.ReadAllLines(Path.Combine(pictures.Root, "out.csv"));
        Assert.Equal(47, table.Length);
        Assert.Equal("image,class 1,probability 1,class 2,probability 2,error", table[0]);
        Assert.Contains("it's \"\"red\"\"/", string.Join('\n', table), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_pictures_and_duplicates_are_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var (part, count) in new[] { ("train", 4), ("val", 2) })
        {
            foreach (var (name, color) in new[] { ("a", SKColors.Red), ("b", SKColors.Blue) })
            {
                for (var i = 0; i < count; i++)
                {
                    Directory.CreateDirectory(folder.File($"p/{part}/{name}"));
                    Pictures.WritePng(folder.File($"p/{part}/{name}/{i}.png"), 20 + i + (part == "val" ? 10 : 0) + (name == "b" ? 40 : 0), 20);
                }
            }
        }

        File.Copy(folder.File("p/train/a/1.png"), folder.File("p/val/a/again.png"));
        File.WriteAllText(folder.File("p/train/b/broken.jpg"), "no picture");
        var info = Tool.Run(folder.Path, "data", "info", "p");
        Assert.Equal(1, info.Code);
        Assert.Matches(@"all\s+\S\s+8\s+\S\s+5\s+\S\s+0", info.Output);
        Assert.Contains("Pictures that cannot be read: 1", info.Output, StringComparison.Ordinal);
        Assert.Contains("Shorter edge of the pictures: 20 to 20 pixels", info.Output, StringComparison.Ordinal);
        string[] train = ["train", "--data", "p", "--size", "32", "--epochs", "1", "--batch", "4", "--width", "0.1", "--quiet"];
        var refused = Tool.Run(folder.Path, train);
        Assert.Equal(1, refused.Code);
        Assert.Contains("1 of 14 pictures of p train cannot be read", refused.Error, StringComparison.Ordinal);
        Assert.Contains("broken.jpg", refused.Error, StringComparison.Ordinal);

        var trained = Tool.Run(folder.Path, [.. train, "--skip-broken", "--out", "run"]);
        Assert.True(trained.Code == 0, trained.ToString());
        Assert.Contains("1 broken picture was left out", trained.Output, StringComparison.Ordinal);
        Assert.Contains("again.png", trained.Output, StringComparison.Ordinal);
        Assert.Contains("8 training, 5 validation and 0 test images", trained.Output, StringComparison.Ordinal);

        var ignored = Tool.Run(folder.Path, [.. train, "--skip-broken", "--validation", "0.2"]);
        Assert.Equal(2, ignored.Code);
        Assert.Contains("--validation would be ignored", ignored.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_may_give_a_picture_several_classes()
    {
        var red = Directory.GetFiles(Path.Combine(pictures.Photos, "it's \"red\""));
        File.WriteAllLines(
            Path.Combine(pictures.Photos, "labels.csv"),
            red.Select((path, i) => $"\"{Path.GetRelativePath(pictures.Photos, path).Replace("\"", "\"\"", StringComparison.Ordinal)}\",{(i % 2 == 0 ? "round;red" : "red")}")
                .Append("绿/00.png,..").Append("绿/01.png,..;round").Prepend("file,labels"));
        string[] train = ["train", "--data", "photos/labels.csv", "--size", "32", "--epochs", "1", "--batch", "8", "--width", "0.1", "--quiet"];
        var trained = Tool.Run(pictures.Root, [.. train, "--out", "several"]);
        Assert.True(trained.Code == 0, trained.ToString());
        Assert.Contains("3 classes", trained.Output, StringComparison.Ordinal);

        var predicted = Tool.Run(pictures.Root, "predict", "photos/绿/00.png", "--checkpoint", "several", "--json");
        using var json = JsonDocument.Parse(predicted.Output);
        var sum = json.RootElement.GetProperty("predictions")[0].GetProperty("guesses").EnumerateArray().Sum(guess => guess.GetProperty("probability").GetDouble());
        Assert.NotEqual(1, sum, 1e-3);

        var evaluated = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "several", "--data", "photos/labels.csv", "--json");
        Assert.True(evaluated.Code == 0, evaluated.ToString());
        var read = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "several");
        Assert.Contains("An image is right when its most probable class is one of its classes.", read.Output, StringComparison.Ordinal);
        var missing = Tool.Run(pictures.Root, "train", "--data", "labls.csv");
        Assert.True(missing.Code == 1 && missing.Error.Contains("labls.csv is missing. Give the path of a table", StringComparison.Ordinal), missing.ToString());
        var ignored = Tool.Run(pictures.Root, [.. train, "--label-smoothing", "0.1"]);
        Assert.True(ignored.Code == 2 && ignored.Error.Contains("--label-smoothing would be ignored", StringComparison.Ordinal), ignored.ToString());
    }

    [Theory]
    [InlineData("--size is for a folder", "train", "--size", "64")]
    [InlineData("--skip-broken is for a folder", "train", "--dataset", "cifar10", "--skip-broken")]
    [InlineData("--limit takes the first images", "train", "--data", "photos", "--limit", "10")]
    [InlineData("exclude each other", "predict", "photos", "--checkpoint", "run", "--json", "--json-lines")]
    [InlineData("No file matches", "predict", "photos/*.gif", "--checkpoint", "run")]
    [InlineData("cannot be changed", "train", "--resume", "run", "--size", "64")]
    public void What_would_be_ignored_is_refused(string expected, params string[] arguments)
    {
        var result = Tool.Run(pictures.Root, arguments);
        Assert.True(result.Code == 2 && result.Error.Contains(expected, StringComparison.Ordinal), result.ToString());
    }

    [Fact]
    public void A_page_shows_what_is_done_to_pictures()
    {
        var result = Tool.Run(pictures.Root, "data", "show", "photos", "--count", "4", "--size", "32", "--out", "pages/shown.html", "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var report = JsonDocument.Parse(result.Output);
        Assert.Equal(4, report.RootElement.GetProperty("pictures").GetArrayLength());
        var page = File.ReadAllText(report.RootElement.GetProperty("page").GetString()!);
        Assert.Contains("crop of 35 to 100 % of the area, flip, brightness 0.2", page, StringComparison.Ordinal);
        Assert.Contains("RandAugment 2 of magnitude 9", page, StringComparison.Ordinal);
        Assert.Contains("زرقاء", page, StringComparison.Ordinal);
        Assert.Equal(4 * 4 * 6, page.Split("<figure").Length - 1);

        Directory.CreateDirectory(Path.Combine(pictures.Root, "empty"));
        var nothing = Tool.Run(pictures.Root, "data", "show", "empty");
        Assert.True(nothing.Code == 2, nothing.ToString());
        Assert.Contains("empty holds no pictures", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_shows_the_pictures_that_can_be_read()
    {
        var folder = Directory.CreateDirectory(Path.Combine(pictures.Root, "damaged")).FullName;
        File.WriteAllText(Path.Combine(folder, "text.png"), "no picture");
        string[] show = ["data", "show", "damaged", "--size", "32"];
        var none = Tool.Run(pictures.Root, show);
        Assert.True(none.Code == 1 && none.Error.Contains("1 of 1 pictures of damaged cannot be read", StringComparison.Ordinal), none.ToString());
        Assert.DoesNotContain("--skip-broken", none.Error, StringComparison.Ordinal);

        Pictures.WritePng(Path.Combine(folder, "good.png"), 20, 20);
        var one = Tool.Run(pictures.Root, show);
        Assert.True(one.Code == 0, one.ToString());
        Assert.Contains("1 broken picture was left out", one.Output, StringComparison.Ordinal);
        Assert.Contains("text.png", one.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/out.csv", "there is no folder missing")]
    [InlineData("photos", "it is a folder")]
    public void A_table_that_cannot_be_written_is_refused_before_the_work(string path, string reason)
    {
        var result = Tool.Run(pictures.Root, "predict", "photos", "--checkpoint", "run", "--csv", path);
        Assert.True(result.Code == 1 && result.Error.Trim() == $"error: {path} cannot be written: {reason}. Name another file with --csv.", result.ToString());
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Images_are_mixed_and_the_page_says_so()
    {
        var trained = Tool.Run(
            pictures.Root, "train", "--data", "photos", "--size", "32", "--epochs", "1", "--batch", "16", "--width", "0.1", "--threads", "1", "--mixup", "0.2", "--cutmix", "1", "--out", "mixed");
        Assert.True(trained.Code == 0, trained.ToString());
        Assert.Contains("mixup 0.2 or cutmix 1", File.ReadAllText(Path.Combine(pictures.Root, "mixed", "curves.html")), StringComparison.Ordinal);
    }
}
