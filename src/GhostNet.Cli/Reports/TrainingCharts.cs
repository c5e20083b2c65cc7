using System.Xml.Linq;

namespace GhostNet.Cli.Reports;

/// <summary>The curves of a training: on the page, and in a picture of their own.</summary>
internal static class TrainingCharts
{
    /// <summary>Loss, accuracy and learning rate against epochs.</summary>
    /// <param name="report">What to draw.</param>
    public static IReadOnlyList<LineChart> Of(TrainingReport report)
    {
        var best = report.Best?.Epoch ?? 0;
        return
        [
            new LineChart
            {
                Id = "loss",
                Title = "Loss",
                BestEpoch = best,
                Lines =
                [
                    new Series("training", "train", [.. report.Epochs.Select(epoch => epoch.TrainLoss)]),
                    new Series("test", "test", [.. report.Epochs.Select(epoch => epoch.TestLoss ?? double.NaN)]),
                ],
            },
            new LineChart
            {
                Id = "accuracy",
                Title = "Accuracy",
                Unit = " %",
                Most = 100,
                BestEpoch = best,
                Lines =
                [
                    new Series("training", "train", [.. report.Epochs.Select(epoch => 100 * epoch.TrainAccuracy)]),
                    new Series("test", "test", [.. report.Epochs.Select(epoch => 100 * epoch.TestAccuracy ?? double.NaN)]),
                ],
            },
            new LineChart
            {
                Id = "rate",
                Title = "Learning rate",
                Lines = [new Series("at the end of the epoch", "rate", [.. report.Epochs.Select(epoch => epoch.LearningRate)])],
            },
        ];
    }

    /// <summary>Loss and accuracy side by side, as a file that shows itself in any browser or Markdown page.</summary>
    /// <param name="report">What to draw.</param>
    public static string Picture(TrainingReport report)
    {
        const double Gap = 24, Head = 56;
        List<XElement> content =
        [
            Svg.Element("style", [PageStyle.Pictures]),
            Svg.Element("rect", [new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("style", "fill: var(--paper)")]),
            Svg.Text(20, 26, $"{report.Model} on {report.Dataset}{(report.IsSynthetic ? " (synthetic data)" : "")}", "title"),
        ];
        var charts = Of(report).Take(2).ToList();
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
        var picture = Svg.Picture("curves", width, Head + LineChart.Height + 10, "Training curves", "Loss and accuracy against epochs.", content);
        picture.SetAttributeValue("width", width);
        picture.SetAttributeValue("height", Head + LineChart.Height + 10);
        return picture.ToString(SaveOptions.DisableFormatting) + "\n";
    }
}
