using System.Globalization;
using System.Text;
using GhostNet.Inspection;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;

namespace GhostNet.Interactive.Views;

/// <summary>A model as a collapsible tree: layer, output shape, parameters, multiply-adds and their fractions of the whole.</summary>
/// <param name="summary">What the model is made of.</param>
internal sealed class ModelView(ModelSummary summary) : View
{
    /// <summary>A deeper model is cut at the level where it has more layers than this.</summary>
    private const int MostLayers = 600;

    /// <summary>As many levels are open as have no more layers than this together.</summary>
    private const int MostOpen = 24;

    private readonly ModelSummary _summary = summary ?? throw new ArgumentNullException(nameof(summary));

    private bool WasRun => _summary.Root.WasSeen;

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var levels = _summary.Layers.CountBy(layer => layer.Depth).OrderBy(level => level.Key).ToList();
        var depth = LevelsWithin(MostLayers);
        var openDepth = LevelsWithin(MostOpen);
        var body = new StringBuilder($"{Figures()}<div class=\"model-tree{(WasRun ? "" : " unrun")}\">");
        body.Append(WasRun
            ? "<div class=\"model-row head\" style=\"--level:0\"><span>layer and type</span><span>output</span><span>parameters</span><span>multiply-adds</span></div>"
            : "<div class=\"model-row head\" style=\"--level:0\"><span>layer and type</span><span>parameters</span></div>");
        foreach (var layer in _summary.Root.Children.Take(MostLayers))
        {
            Append(body, layer, depth, openDepth);
        }

        body.Append("</div>");
        var left = _summary.Layers.Count() - levels.TakeWhile(level => level.Key <= depth).Sum(level => level.Value);
        left += Math.Max(0, _summary.Root.Children.Count - MostLayers);
        if (left > 0)
        {
            Note(body, $"{NumberFormat.Count(left)} more layers are not shown; their numbers are in those above.");
        }

        if (WasRun && _summary.NotCounted.Any())
        {
            Note(body, $"Not counted: {string.Join(", ", _summary.NotCounted.Take(8))}. A layer can be watched when its parent uses call(x) rather than forward(x).");
        }

        return Html.Frame("model", body.ToString(), Asset.ChartStyle, Asset.ModelStyle);

        // At least one level, however many layers it has.
        int LevelsWithin(int most)
        {
            var total = 0;
            return levels.TakeWhile(level => (total += level.Value) <= most).Select(level => level.Key).DefaultIfEmpty(1).Last();
        }
    }

    /// <summary>A table of the layers to the third level, and the totals.</summary>
    public override string ToString() => _summary.ToString();

    private static void Note(StringBuilder body, string text) => body.Append("<p class=\"note\">").Append(Html.Text(text)).Append("</p>");

    private static string Share(string kind, long number, double share) => number == 0
        ? "<span>–</span>"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"<span class=\"model-share {kind}\" style=\"--share:{100 * share:F1}%\">{NumberFormat.Count(number)} <small>{NumberFormat.Percent(share, 1)}</small></span>");

    private string Figures()
    {
        var root = _summary.Root;
        var input = WasRun ? $"<div><dt>input</dt><dd>{string.Join(" × ", _summary.InputShape)}</dd></div>" : "";
        var work = WasRun ? $"<div><dt>multiply-adds</dt><dd>{NumberFormat.Count(root.MultiplyAdds)}</dd></div>" : "";
        var frozen = root.Parameters - root.TrainableParameters;
        return $"<dl class=\"figures\"><div><dt>model</dt><dd>{Html.Text(root.Type)}</dd></div>{input}"
            + $"<div><dt>parameters{(frozen > 0 ? $", {NumberFormat.Count(frozen)} of them frozen" : "")}</dt><dd>{NumberFormat.Count(root.Parameters)}</dd></div>{work}"
            + string.Create(CultureInfo.InvariantCulture, $"<div><dt>memory of the parameters</dt><dd>{_summary.ParameterBytes / 1e6:F2} MB</dd></div></dl>");
    }

    private void Append(StringBuilder body, LayerSummary layer, int depth, int openDepth)
    {
        var folds = layer.Children.Count > 0 && layer.Depth < depth;
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $" class=\"model-row\" style=\"--level:{layer.Depth - 1}\">")
            .Append(CultureInfo.InvariantCulture, $"<span title=\"{Html.Text(layer.Path)}\"><b><bdi>{Html.Text(layer.Name)}</bdi></b> <i><bdi>{Html.Text(layer.Type)}</bdi></i></span>");
        if (WasRun)
        {
            row.Append(CultureInfo.InvariantCulture, $"<span>{(layer.WasSeen ? string.Join(" × ", layer.OutputShape) : "?")}</span>");
        }

        row.Append(Share("parameters", layer.Parameters, layer.ParameterShare));
        if (WasRun)
        {
            row.Append(Share("work", layer.MultiplyAdds, layer.MultiplyAddShare));
        }

        if (!folds)
        {
            body.Append("<div").Append(row).Append("</div>");
            return;
        }

        body.Append(layer.Depth < openDepth ? "<details open><summary" : "<details><summary").Append(row).Append("</summary>");
        foreach (var child in layer.Children)
        {
            Append(body, child, depth, openDepth);
        }

        body.Append("</details>");
    }
}
