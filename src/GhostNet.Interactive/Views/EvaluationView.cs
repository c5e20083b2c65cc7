using System.Globalization;
using System.Text;
using GhostNet.Data;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Charts;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Views;

/// <summary>How well a model knows a data set: accuracy, the confusion matrix and the worst mistakes as pictures.</summary>
internal sealed class EvaluationView : View
{
    /// <summary>More classes than this do not fit into a picture: those with the most mistakes are shown.</summary>
    private const int MostClasses = 30;

    /// <summary>Larger pictures are shown with fewer pixels.</summary>
    private const int MostPixels = 64;

    private readonly Evaluation _evaluation;
    private readonly ImageDataset? _dataset;
    private readonly int _mistakes;
    private readonly bool _interactive;

    /// <summary>Creates a view.</summary>
    /// <param name="evaluation">How well a model knows a data set.</param>
    /// <param name="dataset">That data set, to show the pictures of the mistakes; null for none.</param>
    /// <param name="mistakes">Most mistakes to show, the most confident first; at most 100.</param>
    /// <param name="interactive">
    /// Whether the HTML loads Plotly from its public address for the confusion matrix. Without a network the still picture stays.
    /// </param>
    /// <exception cref="ArgumentException">It is another data set.</exception>
    public EvaluationView(Evaluation evaluation, ImageDataset? dataset = null, int mistakes = 24, bool interactive = false)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentOutOfRangeException.ThrowIfNegative(mistakes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mistakes, 100);
        if (dataset is not null && (dataset.Count != evaluation.Count || dataset.ClassNames.Count != evaluation.PerClass.Count))
        {
            throw new ArgumentException(
                $"The evaluation is of {evaluation.Count} images of {evaluation.PerClass.Count} classes, so it is not of {dataset}: give the data set that was evaluated.",
                nameof(dataset));
        }

        (_evaluation, _dataset, _mistakes, _interactive) = (evaluation, dataset, mistakes, interactive);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var labels = Labels();
        var body = new StringBuilder();
        if (_dataset is { } dataset)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"name\"><b><bdi>{Html.Text(dataset.Name)}</bdi></b>{(dataset.IsSynthetic ? " <span class=\"badge\">synthetic: a program drew the images</span>" : "")}</p>");
        }

        body.Append(Figures());
        if (labels.Count < _evaluation.PerClass.Count)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{labels.Count} of {_evaluation.PerClass.Count} classes are shown: those with the most mistakes.</p>");
        }

        var matrix = Svg.Write(ConfusionChart.Draw(_evaluation, labels));
        body.Append("<div class=\"room\"><div class=\"charts\">")
            .Append(Figure(
                Svg.Write(ClassBars.Draw([.. labels.Select(label => _evaluation.PerClass[label])])),
                "Accuracy per class",
                "Fraction of the images of each class that the model classifies correctly."))
            .Append(Figure(
                _interactive ? PlotlyFrame.Over(PlotlyFigure.Of(_evaluation, labels), matrix) : matrix,
                "Confusion matrix",
                "Rows: true classes. Columns: predicted classes. Off the diagonal are the mistakes."))
            .Append("</div></div>")
            .Append(Mistakes());
        return Html.Frame("evaluation", body.ToString(), Asset.ChartStyle, Asset.EvaluationStyle);
    }

    /// <summary>Accuracy, loss and a line per class.</summary>
    public override string ToString() => _evaluation.ToString();

    private static string Figure(string picture, string title, string note) =>
        $"<figure><b>{title}</b>{picture}<figcaption>{note}</figcaption></figure>";

    private string Figures() => string.Create(
        CultureInfo.InvariantCulture,
        $"<dl class=\"figures\"><div><dt>accuracy</dt><dd>{NumberFormat.Percent(_evaluation.Accuracy)}</dd></div><div><dt>top-{_evaluation.TopK} accuracy</dt><dd>{NumberFormat.Percent(_evaluation.TopKAccuracy)}</dd></div>")
        + string.Create(
        CultureInfo.InvariantCulture,
        $"<div><dt>loss</dt><dd>{NumberFormat.Significant(_evaluation.Loss)}</dd></div><div><dt>images</dt><dd>{NumberFormat.Count(_evaluation.Count)}</dd></div><div><dt>mistakes</dt><dd>{NumberFormat.Count(_evaluation.Misclassifications.Count)}</dd></div></dl>");

    private List<int> Labels() =>
    [
        .. Enumerable.Range(0, _evaluation.PerClass.Count)
            .OrderByDescending(label => _evaluation.PerClass[label].Count - _evaluation.PerClass[label].Correct)
            .Take(MostClasses)
            .Order(),
    ];

    private string Mistakes()
    {
        var worst = _evaluation.Misclassifications.Take(_mistakes).ToList();
        if (_dataset is not { } dataset || worst.Count == 0)
        {
            return "";
        }

        var body = new StringBuilder("<p class=\"heading\">The worst mistakes: wrong predictions, the most confident first</p><div class=\"mistakes\">");
        foreach (var mistake in worst)
        {
            var (truth, guess) = (Html.Text(dataset.ClassNames[mistake.Label]), Html.Text(dataset.ClassNames[mistake.Prediction]));
            body.Append(
                CultureInfo.InvariantCulture,
                $"<figure><img src=\"{Picture(dataset, mistake.Index)}\" alt=\"Image {mistake.Index}: {truth}, taken for {guess}\">")
                .Append(
                $"<figcaption><bdi>{truth}</bdi> taken for <b><bdi>{guess}</bdi></b>, {NumberFormat.Percent(mistake.Confidence, 1).Replace(" ", "&nbsp;", StringComparison.Ordinal)}</figcaption></figure>");
        }

        return body.Append("</div>").ToString();
    }

    private static string Picture(ImageDataset dataset, int index)
    {
        var step = (Math.Max(dataset.Width, dataset.Height) + MostPixels - 1) / MostPixels;
        var (width, height) = ((dataset.Width + step - 1) / step, (dataset.Height + step - 1) / step);
        var plane = dataset.Width * dataset.Height;
        var image = dataset.Image(index);
        var rgba = new byte[width * height * 4];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (from, to) = ((y * step * dataset.Width) + (x * step), ((y * width) + x) * 4);
                for (var channel = 0; channel < 3; channel++)
                {
                    // An image without three colours is shown in grey, by its first channel.
                    rgba[to + channel] = image[from + (dataset.Channels >= 3 ? channel * plane : 0)];
                }

                rgba[to + 3] = 255;
            }
        }

        return Pixels.DataAddress(rgba, width, height);
    }
}
