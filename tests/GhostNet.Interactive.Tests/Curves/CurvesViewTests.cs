using System.Text.Json;
using GhostNet.Interactive.Charts;
using GhostNet.Training;

namespace GhostNet.Interactive.Tests.Curves;

public sealed class CurvesViewTests
{
    [Fact]
    public void Shows_the_best_epoch_and_every_curve()
    {
        var html = Histories.Of(10).View().ToHtml();
        Markup.StandsAlone(html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("best validation accuracy, epoch 9</dt><dd>95.00 %", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("role=\"img\"").Length - 1);
        foreach (var title in new[] { "Loss of each step", "Loss", "Accuracy", "Learning rate" })
        {
            Assert.Contains($"<figure><b>{title}</b>", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_trainings_are_shown_beside_each_other()
    {
        var view = Histories.Of(10).Beside(Histories.Of(5), "tuned", "from scratch");
        var html = view.ToHtml();
        Markup.StandsAlone(html);
        Assert.Equal(4, html.Split("role=\"img\"").Length - 1);
        Assert.Contains("<th scope=\"row\">best epoch</th><td>9</td><td>4</td>", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">validation accuracy there</th><td>95.00 %</td><td>95.00 %</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("macro F1", html, StringComparison.Ordinal);
        Assert.Contains("best epoch", view.ToString(), StringComparison.Ordinal);
        Assert.Contains("from scratch", view.ToString(), StringComparison.Ordinal);
        var empty = new TrainingHistory([], []);
        Markup.StandsAlone(empty.Beside(empty).ToHtml());
    }

    [Fact]
    public void Text_is_the_table_of_epochs()
    {
        var history = Histories.Of(3);
        Assert.Equal(history.ToString().TrimEnd(), history.View().ToString());
    }

    [Fact]
    public void A_training_without_validation_has_the_last_epoch_for_its_best()
    {
        var html = new TrainingHistory([new EpochResult(1, 2, 0.3, null, null, 0.1, 1, 100), new EpochResult(2, 1.5, 0.5, null, null, 0.1, 1, 100)], [])
            .View().ToHtml();
        Assert.Contains("training loss, epoch 2</dt><dd>1.5000", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Loss of each step", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_done_is_said()
    {
        var view = new TrainingHistory([], []).View();
        Assert.Contains("No step has been taken yet", view.ToHtml(), StringComparison.Ordinal);
        Assert.NotNull(view.ToString());
    }

    [Fact]
    public void A_long_training_stays_small()
    {
        var html = Histories.Of(1000, 4).View().ToHtml();
        Assert.InRange(html.Length, 1000, 150_000);
        Markup.StandsAlone(html);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_not_drawn()
    {
        var html = new TrainingHistory(
            [new EpochResult(1, double.NaN, 0.1, double.PositiveInfinity, 0.1, 0.1, 1, 100)], [new(0, 2.3), new(1, double.NaN), new(2, 2.1)]).View().ToHtml();
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Plotly_gets_the_same_curves()
    {
        using var figure = JsonDocument.Parse(PlotlyFigure.Of(Histories.Of(10)));
        var traces = figure.RootElement.GetProperty("data").EnumerateArray().ToDictionary(trace => trace.GetProperty("name").GetString()!);
        Assert.Equal(10, traces["Accuracy: validation"].GetProperty("x").GetArrayLength());
        Assert.Equal(95, traces["Accuracy: validation"].GetProperty("y")[8].GetDouble(), 9);
        Assert.Equal(500, traces["Loss of each step: one step"].GetProperty("y").GetArrayLength());
        var axes = traces.Values.Select(trace => trace.GetProperty("yaxis").GetString()).Distinct();
        Assert.Equal(["y", "y2", "y3", "y4"], axes);
        Assert.Equal("epoch", figure.RootElement.GetProperty("layout").GetProperty("xaxis2").GetProperty("title").GetProperty("text").GetString());
    }

    [Fact]
    public void Interactive_curves_load_one_script_and_keep_the_picture()
    {
        var html = Histories.Of(10).View(interactive: true).ToHtml();
        Assert.Equal(2, html.Split("https://cdn.plot.ly/").Length);
        Assert.Equal(4, html.Split("role=\"img\"").Length - 1);
        Assert.Equal(2, html.Split("</script").Length);
        Assert.DoesNotContain("<iframe", html, StringComparison.Ordinal);
    }
}
