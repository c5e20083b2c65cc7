using System.Globalization;
using System.Text;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Charts;
using GhostNet.Interactive.Rendering;
using GhostNet.Training;
using static GhostNet.IO.NumberFormat;

namespace GhostNet.Interactive.Views;

/// <summary>The course of a training: loss, accuracy and learning rate against steps and epochs, and the best epoch.</summary>
public sealed class CurvesView : View
{
    /// <summary>More rows than this make a table nobody reads: the epochs between are left out.</summary>
    private const int MostRows = 60;

    private readonly TrainingHistory _history;
    private readonly TrainingProgress? _progress;
    private readonly bool _interactive;
    private readonly bool _isCancelled;
    private readonly string _text;

    /// <summary>A view of a training as it is now: what the history gets later is not in it.</summary>
    /// <param name="history">The course of the training.</param>
    /// <param name="interactive">
    /// Whether the HTML loads Plotly from its public address, to zoom and to read numbers off. Until it is there, and where there
    /// is no network, the same curves are shown as a still picture.
    /// </param>
    internal CurvesView(TrainingHistory history, bool interactive = false)
        : this(history, null)
    {
        _interactive = interactive;
        _text = history.ToString().TrimEnd();
    }

    /// <summary>A view of a training that goes on.</summary>
    /// <param name="history">The course of the training so far.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="isCancelled">Whether it is cancelled at this moment.</param>
    internal CurvesView(TrainingHistory history, TrainingProgress? progress, bool isCancelled = false)
    {
        ArgumentNullException.ThrowIfNull(history);
        _history = new TrainingHistory(history.Epochs, history.StepLosses, history.StepInterval);
        _progress = progress;
        _isCancelled = isCancelled || history.Outcome == TrainingOutcome.Cancelled;
        _text = (history.Last?.ToString() ?? progress?.ToString() ?? "") + (_isCancelled ? "\ncancelled" : "");
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var body = new StringBuilder();
        if (_progress is { } progress)
        {
            body.Append(ProgressView.Bar(progress));
        }

        if (_isCancelled)
        {
            body.Append("<p class=\"note\"><b>Cancelled.</b> The model keeps what it has learnt so far.</p>");
        }

        var charts = TrainingCharts.Of(_history);
        if (charts.Count == 0)
        {
            return Frame(body.Append(_progress is null ? "<p class=\"note\">No step has been taken yet.</p>" : ""));
        }

        body.Append(Figures());
        var still = $"<div class=\"room\"><div class=\"charts four\">{string.Concat(charts.Select(Figure))}</div></div>";
        body.Append(_interactive ? PlotlyFrame.Over(PlotlyFigure.Of(_history), still) : still);
        return Frame(body.Append(EpochTable()));
    }

    /// <summary>A table with one row per epoch.</summary>
    public override string ToString() => _text;

    /// <summary>Loss and accuracy side by side as an SVG image, which shows itself in any browser or Markdown page.</summary>
    /// <param name="title">The title above them; any text.</param>
    public string ToSvg(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        return TrainingCharts.Picture(_history, title);
    }

    /// <inheritdoc/>
    internal override View AsCancelled() => new CurvesView(_history, _progress, isCancelled: true);

    private static string Frame(StringBuilder body) => Html.Frame("curves", body.ToString(), Asset.ChartStyle, Asset.ProgressStyle);

    private static string Figure(LineChart chart) =>
        $"<figure><b>{chart.Title}</b>{Svg.Write(chart.Draw())}<figcaption>{chart.Note}</figcaption></figure>";

    private string Figures()
    {
        if (_history.Best is not { } best)
        {
            return "";
        }

        var score = best.ValidationAccuracy is { } accuracy
            ? $"<dt>best validation accuracy, epoch {best.Epoch}</dt><dd>{Percent(accuracy)}</dd>"
            : $"<dt>training loss, epoch {best.Epoch}</dt><dd>{Number(best.TrainLoss, "F4")}</dd>";
        return $"<dl class=\"figures\"><div>{score}</div><div><dt>epochs</dt><dd>{_history.Epochs.Count}</dd></div>"
            + $"<div><dt>training time</dt><dd>{Duration(TimeSpan.FromSeconds(_history.Seconds))}</dd></div>"
            + $"<div><dt>images per second</dt><dd>{Number(_history.Epochs.Average(epoch => epoch.ImagesPerSecond), "N0")}</dd></div></dl>";
    }

    private string EpochTable()
    {
        if (_history.Epochs.Count == 0)
        {
            return "";
        }

        var table = new StringBuilder("<details><summary>The epochs in numbers</summary><div class=\"wide\"><table class=\"numbers\"><thead><tr>"
            + "<th>epoch</th><th>loss</th><th>validation loss</th><th>accuracy</th><th>validation accuracy</th><th>learning rate</th><th>seconds</th></tr></thead><tbody>");
        var every = (_history.Epochs.Count + MostRows - 1) / MostRows;
        for (var i = 0; i < _history.Epochs.Count; i++)
        {
            var epoch = _history.Epochs[i];
            var isBest = ReferenceEquals(epoch, _history.Best);
            if ((i + 1) % every == 0 || isBest || i == _history.Epochs.Count - 1)
            {
                table.Append(
                    CultureInfo.InvariantCulture,
                    $"<tr{(isBest ? " class=\"chosen\"" : "")}><td>{epoch.Epoch}</td><td>{Number(epoch.TrainLoss, "F4")}</td><td>{Number(epoch.ValidationLoss, "F4")}</td><td>{Percent(epoch.TrainAccuracy)}</td>")
                    .Append(
                    CultureInfo.InvariantCulture,
                    $"<td>{Percent(epoch.ValidationAccuracy)}</td><td>{Number(epoch.LearningRate, "G3")}</td><td>{Number(epoch.Seconds, "F1")}</td></tr>");
            }
        }

        return table.Append("</tbody></table></div></details>").ToString();
    }
}
