using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using GhostNet.Training;

namespace GhostNet.Cli.Reports;

/// <summary>
/// One self-contained HTML page about a training: it asks the network for nothing and follows the reader's light or
/// dark theme.
/// </summary>
internal static class CurvesPage
{
    /// <summary>More rows than this make a table nobody reads: the epochs between are left out.</summary>
    private const int MostRows = 60;

    /// <summary>Writes the page.</summary>
    /// <param name="report">What to show.</param>
    public static string Write(TrainingReport report)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(report.Model)} on {Text(report.Dataset)}</title>
            <style>
            {PageStyle.Pictures}
            {PageStyle.Page}
            </style>
            </head>
            <body>
            <main>
            <h1>{Text(report.Model)}</h1>
            <p class="lead">trained on <b>{Text(report.Dataset)}</b>{(report.IsSynthetic ? " <span class=\"badge\">synthetic data: a program drew the images</span>" : "")}</p>
            <section class="numbers" aria-label="The result in numbers">{Numbers(report)}</section>
            <div class="cards">

            """);
        foreach (var chart in TrainingCharts.Of(report))
        {
            Card(page, chart.Title, Drawing(chart.Draw()), Explain(chart.Id));
        }

        if (report.Classes is { Names.Count: > 0 } classes)
        {
            Card(page, "Accuracy of each class", Drawing(ClassBars.Draw(classes.Names, classes.Accuracy)), "Share of the test images of each class that the model names rightly after the last epoch.");
            Card(page, "Confusion matrix", Drawing(ConfusionChart.Draw(classes.Names, classes.Confusion)), "Rows: what the image shows. Columns: what the model said. Off the diagonal are its mistakes.");
        }

        Card(page, "Epochs", EpochTable(report));
        Card(page, "Model", FactTable(report.ModelFacts));
        Card(page, "Settings", FactTable(report.Settings));
        page.Append(CultureInfo.InvariantCulture, $"""
            </div>
            <footer>{Text(report.Origin)}</footer>
            </main>
            </body>
            </html>

            """);
        return page.ToString();
    }

    private static void Card(StringBuilder page, string title, string body, string? note = null) => page.Append(
        CultureInfo.InvariantCulture,
        $"<section class=\"card\"><h2>{Text(title)}</h2>{body}{(note is null ? "" : $"<p>{Text(note)}</p>")}</section>\n");

    private static string Numbers(TrainingReport report)
    {
        var numbers = new List<Fact>();
        if (report.Best is { TestAccuracy: { } accuracy } best)
        {
            numbers.Add(new(Figures.Percent(accuracy), $"best test accuracy, epoch {best.Epoch}"));
        }

        if (report.Epochs.Count > 0)
        {
            numbers.Add(new(report.Epochs.Count.ToString(CultureInfo.InvariantCulture), "epochs"));
            numbers.Add(new(Figures.Time(TimeSpan.FromSeconds(report.History.Seconds)), "training time"));
            numbers.Add(new(report.Epochs.Average(epoch => epoch.ImagesPerSecond).ToString("N0", CultureInfo.InvariantCulture), "images a second"));
        }

        numbers.AddRange(report.ModelFacts.Take(2).Select(fact => new Fact(fact.Value, fact.Name)));
        return string.Concat(numbers.Select(number => $"<div><strong>{Text(number.Name)}</strong><span>{Text(number.Value)}</span></div>"));
    }

    private static string EpochTable(TrainingReport report)
    {
        var table = new StringBuilder("<div class=\"scroll\"><table class=\"epochs\"><thead><tr><th>epoch</th><th>loss</th><th>test loss</th>"
            + "<th>accuracy</th><th>test accuracy</th><th>learning rate</th></tr></thead><tbody>");
        var every = Math.Max(1, (report.Epochs.Count + MostRows - 1) / MostRows);
        for (var i = 0; i < report.Epochs.Count; i++)
        {
            var epoch = report.Epochs[i];
            var isBest = ReferenceEquals(epoch, report.Best);
            if ((i + 1) % every == 0 || isBest || i == report.Epochs.Count - 1)
            {
                table.Append(CultureInfo.InvariantCulture, $"<tr{(isBest ? " class=\"chosen\"" : "")}><td>{epoch.Epoch}</td>");
                foreach (var cell in Cells(epoch))
                {
                    table.Append(CultureInfo.InvariantCulture, $"<td>{cell}</td>");
                }

                table.Append("</tr>");
            }
        }

        return table.Append("</tbody></table></div>").ToString();
    }

    private static string[] Cells(EpochResult epoch) =>
    [
        Figures.Number(epoch.TrainLoss, "F4"),
        Figures.Number(epoch.TestLoss, "F4"),
        Figures.Percent(epoch.TrainAccuracy),
        Figures.Percent(epoch.TestAccuracy),
        Figures.Number(epoch.LearningRate, "G3"),
    ];

    private static string FactTable(IReadOnlyList<Fact> facts) =>
        $"<table><tbody>{string.Concat(facts.Select(fact => $"<tr><th scope=\"row\">{Text(fact.Name)}</th><td>{Text(fact.Value)}</td></tr>"))}</tbody></table>";

    private static string Explain(string chart) => chart switch
    {
        "loss" => "How wrong the model is; lower is better. When the test line turns up while the training line still falls, the model learns by heart. The training loss also counts varied images, dropout and label smoothing, so that it may lie above.",
        "accuracy" => "Share of images named rightly. The test images are never learnt from. Training images are varied at random, so that their line may lie below.",
        _ => "How far the weights move in a step.",
    };

    private static string Drawing(XElement picture) => picture.ToString(SaveOptions.DisableFormatting);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
