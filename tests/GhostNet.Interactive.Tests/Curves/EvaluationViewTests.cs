using System.Text.Json;
using GhostNet.Data;
using GhostNet.Interactive.Charts;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class EvaluationViewTests
{
    private static readonly string[] s_names = ["zero", "one", "two"];

    [Fact]
    public void Shows_accuracy_confusion_and_mistakes()
    {
        var (data, evaluation) = Run(s_names, [0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 1, 2]);
        var html = evaluation.View(data).ToHtml();
        Markup.StandsAlone(html);
        Assert.Contains("66.67 %", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<img").Length - 1);
        Assert.Contains("alt=\"Image 1: zero, taken for one\"", html, StringComparison.Ordinal);
        Assert.Contains("1 of 2 two taken for one", html, StringComparison.Ordinal);
        Assert.Contains("digits &amp; co", html, StringComparison.Ordinal);
        Assert.Equal(evaluation.ToString(), evaluation.View(data).ToString());
    }

    [Fact]
    public void The_data_set_need_not_be_named()
    {
        var (data, evaluation) = Run(s_names, [0, 1], [1, 1]);
        Assert.Equal(1, evaluation.View().ToHtml().Split("<img").Length - 1);
        Assert.DoesNotContain("<img", evaluation.View(mistakes: 0).ToHtml(), StringComparison.Ordinal);
        Assert.Equal(evaluation.View(data).ToString(), evaluation.View().ToString());
    }

    [Fact]
    public void Shows_precision_recall_and_calibration()
    {
        // F1 of 2/3, 4/7, 2/3 and 0: the fourth class is neither there nor predicted, the fifth only there.
        var (_, evaluation) = Run([.. s_names, "three", "four"], [0, 0, 1, 1, 2, 2, 4], [0, 1, 1, 1, 1, 2, 1]);
        var html = evaluation.View().ToHtml();
        Markup.StandsAlone(html);
        Assert.Contains("<dt>macro F1</dt><dd>47.62 %</dd>", html, StringComparison.Ordinal);
        Assert.Contains("never predicted", html, StringComparison.Ordinal);
        Assert.Contains("no image", html, StringComparison.Ordinal);
        Assert.Contains("one that is neither there nor predicted is left out", html, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.Contains("arXiv 1706.04599", html, StringComparison.Ordinal);

        // Logits of 5 and 0: e⁵ / (e⁵ + 4) of confidence, 4 of 7 are right.
        Assert.Contains("<dt>calibration error</dt><dd>40.23 %</dd>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicates_are_shown_side_by_side()
    {
        var (data, _) = Run(["a<b", "c"], [0, 1, 1], [0, 1, 1]);
        var html = new DatasetSplit(data, data.Take(2)).FindDuplicates().View(count: 1).ToHtml();
        Markup.StandsAlone(html);
        Assert.Contains("2 images are among the training images", html, StringComparison.Ordinal);
        Assert.Contains("The nearest 1 are shown", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("<img").Length - 1);
        Assert.Contains("a&lt;b", html, StringComparison.Ordinal);
        var none = Array.Empty<DuplicatePicture>().View();
        Assert.Contains("No image is among the training images", none.ToHtml(), StringComparison.Ordinal);
        Assert.Equal("No image is among the training images", none.ToString());
    }

    [Fact]
    public void Another_data_set_is_refused()
    {
        var (data, evaluation) = Run(s_names, [0, 1, 2], [1, 1, 2]);
        var error = Assert.Throws<ArgumentException>(() => evaluation.View(data.Take(2)));
        Assert.Contains("3 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grey_and_large_images_are_shown_too()
    {
        var data = FirstPixelModel.Data(s_names, [0, 1], [1, 0], channels: 1, size: 150);
        using var model = new FirstPixelModel(3);
        Assert.InRange(Evaluation.Run(model, data).View(data).ToHtml().Length, 1000, 90_000);
    }

    [Fact]
    public void Many_classes_stay_small_and_those_with_mistakes_are_shown()
    {
        // Of 200 classes, 100 to 139 are always taken for the next one.
        var labels = Enumerable.Range(0, 400).Select(i => i % 200).ToArray();
        var guesses = labels.Select(label => (byte)(label is >= 100 and < 140 ? label + 1 : label)).ToArray();
        var (data, evaluation) = Run([.. Enumerable.Range(0, 200).Select(i => $"class {i}")], labels, guesses);
        var html = evaluation.View(data).ToHtml();
        Assert.InRange(html.Length, 1000, 250_000);
        Assert.Contains("30 of 200 classes", html, StringComparison.Ordinal);
        Assert.Contains("class 100<", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class 150<", html[..html.IndexOf("Each class", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("class 150<", html, StringComparison.Ordinal);
        Assert.Contains("The confusion matrix of all 200 classes", html, StringComparison.Ordinal);
        Assert.Contains("The most frequent mistakes", html, StringComparison.Ordinal);
        Assert.Equal(25, html.Split("<img").Length - 1);
    }

    [Fact]
    public void Names_of_classes_are_escaped()
    {
        var (data, evaluation) = Run(["<script>alert(1)</script>", "\" onload=\"x", new string('y', 10_000)], [0, 1, 2, 0], [1, 2, 0, 2]);
        foreach (var interactive in new[] { false, true })
        {
            var html = evaluation.View(data, interactive: interactive).ToHtml();
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.Equal(interactive ? 2 : 1, html.Split("</script").Length);
            Assert.DoesNotContain("\" onload=", html[html.IndexOf("class=\"mistakes\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.InRange(html.Length, 1000, 80_000);
        }

        Markup.StandsAlone(evaluation.View(data).ToHtml());
    }

    [Fact]
    public void Plotly_gets_the_same_matrix()
    {
        var (_, evaluation) = Run(["same", "same", "other"], [0, 0, 1, 2], [0, 1, 1, 2]);
        using var figure = JsonDocument.Parse(PlotlyFigure.Of(evaluation, [0, 1, 2]));
        var trace = figure.RootElement.GetProperty("data")[0];
        Assert.Equal(1, trace.GetProperty("z")[0][1].GetInt64());
        Assert.Equal(["same (0)", "same (1)", "other (2)"], trace.GetProperty("x").EnumerateArray().Select(name => name.GetString()));
    }

    private static (ImageDataset Data, Evaluation Evaluation) Run(string[] names, int[] labels, byte[] guesses)
    {
        var data = FirstPixelModel.Data(names, labels, guesses);
        using var model = new FirstPixelModel(names.Length);
        return (data, Evaluation.Run(model, data));
    }
}
