using System.Text.Json;
using SkiaSharp;

namespace GhostNet.Cli.Tests;

/// <summary>What <c>evaluate</c> and <c>report --beside</c> say and show.</summary>
public sealed class EvaluationTests(PictureFolder pictures) : IClassFixture<PictureFolder>
{
    [Fact]
    public void Pictures_that_were_learnt_are_named()
    {
        var result = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "run", "--data", "photos", "--json");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("warning: the network learnt from 33 of these 36 pictures, the same files", result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        Assert.Equal(33, root.GetProperty("learntFrom").GetInt32());
        Assert.True(root.GetProperty("duplicates").GetArrayLength() >= 33);
        Assert.Equal(Path.Combine(pictures.Root, "run", "evaluation.html"), root.GetProperty("page").GetString());
        Assert.Contains("Warning: the network learnt from 33 of these 36 pictures", File.ReadAllText(root.GetProperty("page").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_are_in_the_report_and_the_page()
    {
        pictures.Draw("../others/绿/a.png", 40, 40, SKColors.Olive, 30);
        pictures.Draw("../others/زرقاء/b.png", 44, 40, SKColors.Navy, 20);
        var result = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "run", "--data", "others", "--out", "pages/others.html", "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        Assert.Equal(0, root.GetProperty("learntFrom").GetInt32());
        Assert.Equal(15, root.GetProperty("calibration").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("notLookedFor").ValueKind);

        // The first class has no picture here.
        Assert.Equal(JsonValueKind.Null, root.GetProperty("classes")[0].GetProperty("recall").ValueKind);
        Assert.InRange(root.GetProperty("macroF1").GetDouble(), 0, 1);
        foreach (var mistake in root.GetProperty("worstMistakes").EnumerateArray())
        {
            Assert.Contains("others", mistake.GetProperty("image").GetString(), StringComparison.Ordinal);
        }

        var page = File.ReadAllText(Path.Combine(pictures.Root, "pages", "others.html"));
        Assert.Contains("Calibration", page, StringComparison.Ordinal);
        Assert.Contains("it&#39;s &quot;red&quot;", page, StringComparison.Ordinal);
        Assert.Contains("no image", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_of_the_table_are_whole_names()
    {
        var result = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "run");
        Assert.True(result.Code == 0, result.ToString());
        Assert.Matches(@"class\s+\S\s+recall\s+\S\s+precision\s+\S\s+F1\s+\S\s+it's ""red""\s+\S\s+زرقاء\s+\S\s+绿", result.Output);
        Assert.Contains("Rows: true classes. Columns: predicted classes.", result.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("run", "evaluation.html"), result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_do_not_fit_above_the_columns_are_numbers_there()
    {
        foreach (var (name, color) in new[] { (new string('е', 70), SKColors.Red), ("👩‍👩‍👧‍👦 family", SKColors.Blue), (new string('z', 60), SKColors.Green) })
        {
            for (var i = 0; i < 4; i++)
            {
                pictures.Draw($"../long/{name}/{i}.png", 32 + i, 32, color, i);
            }
        }

        var trained = Tool.Run(pictures.Root, "train", "--data", "long", "--size", "32", "--epochs", "1", "--batch", "8", "--width", "0.1", "--quiet", "--out", "longrun");
        Assert.True(trained.Code == 0, trained.ToString());
        var result = Tool.Run(pictures.Root, "evaluate", "--checkpoint", "longrun");
        Assert.Matches(@"F1\s+\S\s+1\s+\S\s+2\s+\S\s+3 ", result.Output);
        Assert.Contains("3 👩‍👩‍👧‍👦 family", result.Output, StringComparison.Ordinal);
        Assert.Contains("Columns: predicted classes, by the numbers of the rows.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_trainings_are_shown_on_one_page()
    {
        var trained = Tool.Run(pictures.Root, "train", "--data", "photos", "--size", "32", "--epochs", "1", "--batch", "16", "--width", "0.1", "--lr", "0.01", "--quiet", "--out", "second");
        Assert.True(trained.Code == 0, trained.ToString());
        var result = Tool.Run(pictures.Root, "report", "run", "--beside", "second", "--json");
        Assert.True(result.Code == 0, result.ToString());
        using var json = JsonDocument.Parse(result.Output);
        Assert.Contains("second", json.RootElement.GetProperty("beside").GetString(), StringComparison.Ordinal);
        var page = File.ReadAllText(json.RootElement.GetProperty("page").GetString()!);
        Assert.Contains("Beside another training", page, StringComparison.Ordinal);
        Assert.Contains("<th>run</th><th>second</th>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">peak learning rate</th><td>0.05 beside 0.01</td>", page, StringComparison.Ordinal);
        Assert.Contains("photos, validation part, 3 images", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_is_described_and_shown()
    {
        File.WriteAllLines(Path.Combine(pictures.Photos, "table.csv"), ["file,labels", "绿/00.png,x;y", "绿/01.png,y", "绿/02.png,x"]);
        var info = Tool.Run(pictures.Root, "data", "info", "photos/table.csv", "--json");
        Assert.True(info.Code == 0, info.ToString());
        using var json = JsonDocument.Parse(info.Output);
        Assert.Equal([("x", 2), ("y", 2)], json.RootElement.GetProperty("classes").EnumerateArray().Select(one => (one.GetProperty("name").GetString(), one.GetProperty("train").GetInt32())));
        var shown = Tool.Run(pictures.Root, "data", "show", "photos/table.csv", "--size", "32", "--out", "table.html");
        Assert.True(shown.Code == 0, shown.ToString());
        Assert.Contains("x, y", File.ReadAllText(Path.Combine(pictures.Root, "table.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate --checkpoint run --out photos", "photos is a folder: name the file of the page with --out")]
    [InlineData("export --checkpoint run --out net.onnx", "There is no option --checkpoint. Name it without an option: ghostnet export FILE|FOLDER.")]
    [InlineData("train --resume FIRST --epochs 1", "1 of the 2 epochs of run are done: leave out --epochs 1 to do the rest")]
    public void What_cannot_be_done_is_said(string command, string expected)
    {
        var first = Directory.GetFiles(Path.Combine(pictures.Root, "run", "checkpoints"), "step-*").Order().First();
        var result = Tool.Run(pictures.Root, command.Replace("FIRST", Path.GetRelativePath(pictures.Root, first), StringComparison.Ordinal).Split(' '));
        Assert.True(result.Code == 2 && result.Error.Contains(expected, StringComparison.Ordinal), result.ToString());
    }
}
