using System.Xml.Linq;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.Training;

namespace GhostNet.Interactive.Charts;

/// <summary>The curves of a training, for a view and as an SVG image.</summary>
internal static class TrainingCharts
{
    /// <summary>The loss of a step is the mean over one batch: below so many, the line is not smoothed.</summary>
    private const int FewSteps = 40;

    /// <summary>Room for the name of a training in a legend of two.</summary>
    private const double LongestName = 130;

    /// <summary>Loss of each step; loss, accuracy and learning rate of each epoch. Those that have something to show.</summary>
    /// <param name="history">What to draw.</param>
    public static IReadOnlyList<LineChart> Of(TrainingHistory history) =>
        [.. OfEpochs(history).Prepend(OfSteps(history)).Where(chart => chart.Lines.Any(line => line.Points.Count > 0))];

    /// <summary>Two trainings in the same charts: those that at least one of them has something to show in.</summary>
    /// <param name="name">What the first is called; any text.</param>
    /// <param name="history">The first.</param>
    /// <param name="otherName">What the second is called; any text.</param>
    /// <param name="other">The second.</param>
    public static IReadOnlyList<LineChart> OfBoth(string name, TrainingHistory history, string otherName, TrainingHistory other)
    {
        return
        [
            .. new[]
            {
                Chart("Validation accuracy", "Fraction of the validation images classified correctly; higher is better.", " %", 100, static epoch => 100 * epoch.ValidationAccuracy),
                Chart("Validation loss", "How wrong the model is on images that it does not learn from; lower is better.", "", double.PositiveInfinity, static epoch => epoch.ValidationLoss),
                Chart("Training loss", "How wrong the model is on the images that it learns from, varied at random.", "", double.PositiveInfinity, static epoch => epoch.TrainLoss),
                Chart("Learning rate", "How large a step of the optimiser is.", "", double.PositiveInfinity, static epoch => epoch.LearningRate),
            }.Where(static chart => chart.Lines.Any(static line => line.Points.Count > 0)),
        ];

        LineChart Chart(string title, string note, string unit, double most, Func<EpochResult, double?> value) => new()
        {
            Title = title,
            Note = note,
            Unit = unit,
            Most = most,
            Lines =
            [
                Series.Of(Svg.Fit(name, LongestName), "train", history.Epochs, static epoch => epoch.Epoch, value),
                Series.Of(Svg.Fit(otherName, LongestName), "test", other.Epochs, static epoch => epoch.Epoch, value),
            ],
        };
    }

    /// <summary>Loss and accuracy side by side, as a file that shows itself in any browser or Markdown page.</summary>
    /// <param name="history">What to draw.</param>
    /// <param name="title">Written above.</param>
    public static string Picture(TrainingHistory history, string title)
    {
        const double Gap = 24, Head = 56;
        var content = Svg.Group(
            new XAttribute("class", "chart"),
            Svg.Element("rect", [new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("style", "fill: var(--paper)")]),
            Svg.Text(20, 26, title, "title"));
        var charts = OfEpochs(history).Take(2).ToList();
        for (var i = 0; i < charts.Count; i++)
        {
            var chart = charts[i].Draw();
            chart.SetAttributeValue("x", 12 + (i * (LineChart.Width + Gap)));
            chart.SetAttributeValue("y", Head);
            chart.SetAttributeValue("width", LineChart.Width);
            chart.SetAttributeValue("height", LineChart.Height);
            chart.SetAttributeValue("style", $"width: {LineChart.Width}px; height: {LineChart.Height}px");
            content.Add(Svg.Text(20 + (i * (LineChart.Width + Gap)), Head - 6, charts[i].Title, "label"));
            content.Add(chart);
        }

        var width = 24 + (charts.Count * LineChart.Width) + ((charts.Count - 1) * Gap);
        var picture = Svg.Picture(
            width,
            Head + LineChart.Height + 10,
            "Training curves",
            "Loss and accuracy against epochs.",
            [Svg.Element("style", [StyleSheet.Of("picture", Asset.ChartStyle)]), content],
            "ghostnet ghostnet-picture");
        picture.SetAttributeValue("style", FormattableString.Invariant($"color-scheme: light dark; padding: 0; border-radius: 0; width: {width}px; height: {Head + LineChart.Height + 10}px"));
        picture.SetAttributeValue("width", width);
        picture.SetAttributeValue("height", Head + LineChart.Height + 10);
        return Svg.Write(picture) + "\n";
    }

    private static LineChart OfSteps(TrainingHistory history)
    {
        var steps = Series.Of("one step", "train", history.StepLosses, point => point.Step, point => point.Loss);
        var window = steps.Points.Count / FewSteps;
        return new LineChart
        {
            Title = "Loss of each step",
            Note = "Mean loss of each batch: noisy, because every batch is another sample of the images.",
            Across = "step",
            Lines = window <= 1 ? [steps] : [steps with { Style = "train faint" }, steps.Smooth($"mean of {(long)window * history.StepInterval} steps", "train", window)],
        };
    }

    private static IEnumerable<LineChart> OfEpochs(TrainingHistory history)
    {
        var best = history.Best?.Epoch ?? 0;
        yield return new LineChart
        {
            Title = "Loss",
            Note = "How wrong the model is; lower is better. When the validation line turns up while the training line still falls, the model "
                + "learns by heart. The training loss also counts varied images, dropout and label smoothing, so that it may lie above.",
            BestEpoch = best,
            Lines = [Line("training", "train", epoch => epoch.TrainLoss), Line("validation", "test", epoch => epoch.ValidationLoss)],
        };
        yield return new LineChart
        {
            Title = "Accuracy",
            Note = "Fraction of images classified correctly. The validation images are never learnt from. Training images are varied at random, so that "
                + "their line may lie below.",
            Unit = " %",
            Most = 100,
            BestEpoch = best,
            Lines = [Line("training", "train", epoch => 100 * epoch.TrainAccuracy), Line("validation", "test", epoch => 100 * epoch.ValidationAccuracy)],
        };
        yield return new LineChart
        {
            Title = "Learning rate",
            Note = "How large a step of the optimiser is.",
            Lines = [Line("at the end of the epoch", "rate", epoch => epoch.LearningRate)],
        };

        Series Line(string name, string style, Func<EpochResult, double?> value) =>
            Series.Of(name, style, history.Epochs, epoch => epoch.Epoch, value);
    }
}
