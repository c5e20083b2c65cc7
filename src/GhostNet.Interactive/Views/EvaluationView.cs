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

    /// <summary>The cells of more classes than this have no numbers: a table has the most frequent mistakes.</summary>
    private const int MostNumbers = 12;

    private readonly Evaluation _evaluation;
    private readonly ImageDataset _dataset;
    private readonly int _mistakes;
    private readonly bool _interactive;

    /// <summary>Creates a view.</summary>
    /// <param name="evaluation">How well a model knows a data set.</param>
    /// <param name="dataset">That data set, to show the pictures of the mistakes; null for the one that the evaluation knows.</param>
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

        (_evaluation, _dataset, _mistakes, _interactive) = (evaluation, dataset ?? evaluation.Dataset, mistakes, interactive);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var labels = Labels();
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<p class=\"name\"><b><bdi>{Html.Text(_dataset.Name)}</bdi></b>{(_dataset.IsSynthetic ? " <span class=\"badge\">synthetic: a program drew the images</span>" : "")}</p>")
            .Append(Figures());
        if (_dataset.LabelSets is not null)
        {
            body.Append("<p class=\"note\">Images have several classes: one is right when its most probable class is one of them.</p>");
        }

        var matrix = Svg.Write(ConfusionChart.Draw(_evaluation, labels));
        body.Append("<div class=\"room\"><div class=\"charts\">")
            .Append(Figure(
                _interactive ? PlotlyFrame.Over(PlotlyFigure.Of(_evaluation, labels), matrix) : matrix,
                labels.Count < _evaluation.PerClass.Count ? $"Confusion matrix of {labels.Count} of {NumberFormat.Count(_evaluation.PerClass.Count)} classes, those with the most mistakes" : "Confusion matrix",
                "Rows: true classes. Columns: predicted classes. Off the diagonal are the mistakes."));
        if (labels.Count < _evaluation.PerClass.Count)
        {
            body.Append(Figure(
                ConfusionPairs.Map(_evaluation),
                $"Confusion matrix of all {NumberFormat.Count(_evaluation.PerClass.Count)} classes",
                "In their order: true classes from top to bottom, predicted classes from left to right. The brighter, the larger the fraction of the true class."));
        }

        body.Append(Figure(
            Svg.Write(ReliabilityChart.Draw(_evaluation.Calibration)),
            "Calibration",
            $"Of the predictions with a confidence of 80 %, 80 % should be right. Expected calibration error, the mean gap in {_evaluation.Calibration.Bins.Count} ranges: {Percent(_evaluation.Calibration.ExpectedError)} (Guo et al., arXiv 1706.04599). Below: how many images have which confidence."));
        if (_evaluation.PerClass.Count > MostNumbers && ConfusionPairs.Table(_evaluation) is { Length: > 0 } pairs)
        {
            body.Append(Figure(pairs, "The most frequent mistakes", "How many images of a class are taken for another."));
        }

        body.Append("</div></div>").Append(ClassTable.ToHtml(_evaluation)).Append(MistakeGallery.ToHtml(_evaluation, _dataset, _mistakes));
        return Html.Frame("evaluation", body.ToString(), Asset.ChartStyle, Asset.EvaluationStyle);
    }

    /// <summary>Accuracy, loss and a line per class.</summary>
    public override string ToString() => _evaluation.ToString();

    private static string Figure(string picture, string title, string note) =>
        $"<figure><b>{title}</b>{picture}<figcaption>{note}</figcaption></figure>";

    private string Figures()
    {
        (string Name, string Value)[] figures =
        [
            ("accuracy", Percent(_evaluation.Accuracy)),
            .. _evaluation.TopK < _evaluation.PerClass.Count ? new[] { (FormattableString.Invariant($"top-{_evaluation.TopK} accuracy"), Percent(_evaluation.TopKAccuracy)) } : [],
            ("macro precision", Percent(_evaluation.MacroPrecision)),
            ("macro recall", Percent(_evaluation.MacroRecall)),
            ("macro F1", Percent(_evaluation.MacroF1)),
            ("calibration error", Percent(_evaluation.Calibration.ExpectedError)),
            ("loss", NumberFormat.Significant(_evaluation.Loss)),
            ("images", NumberFormat.Count(_evaluation.Count)),
            ("mistakes", NumberFormat.Count(_evaluation.Misclassifications.Count)),
        ];
        return $"<dl class=\"figures\">{string.Concat(figures.Select(static figure => $"<div><dt>{figure.Name}</dt><dd>{figure.Value}</dd></div>"))}</dl>";
    }

    private static string Percent(double share) => NumberFormat.Percent(share);

    private List<int> Labels() =>
    [
        .. Enumerable.Range(0, _evaluation.PerClass.Count)
            .OrderByDescending(label => _evaluation.PerClass[label].Count + _evaluation.PerClass[label].Predicted - (2 * _evaluation.PerClass[label].Correct))
            .Take(MostClasses)
            .Order(),
    ];
}
