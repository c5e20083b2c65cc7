using System.Globalization;
using System.Text;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Views;

/// <summary>Recall, precision and F1 of each class as a table with bars.</summary>
internal static class ClassTable
{
    /// <summary>So many rows are seen at once; those of more classes are opened by a click.</summary>
    private const int Few = 30;

    /// <summary>The table.</summary>
    /// <param name="evaluation">The numbers.</param>
    public static string ToHtml(Evaluation evaluation)
    {
        var classes = evaluation.PerClass;
        var rows = classes.Count <= Few ? classes : [.. classes.OrderBy(static one => one.F1 ?? 2)];
        var html = new StringBuilder("<p class=\"heading\">Each class</p>");
        if (classes.Count > Few)
        {
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>{NumberFormat.Count(classes.Count)} classes in numbers, the lowest F1 first</summary>");
        }

        html.Append("<div class=\"wide\"><table class=\"numbers classes\"><thead><tr><th>class</th><th>images</th><th>predicted</th><th>right</th>")
            .Append("<th>recall</th><th>precision</th><th>F1</th><th>else mostly taken for</th></tr></thead><tbody>");
        foreach (var one in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><bdi>{Html.Text(one.Name)}</bdi></th><td>{NumberFormat.Count(one.Count)}</td><td>{NumberFormat.Count(one.Predicted)}</td><td>{NumberFormat.Count(one.Correct)}</td>")
                .Append(Bar(one.Recall, "no image")).Append(Bar(one.Precision, "never predicted")).Append(Bar(one.F1, "neither"))
                .Append(CultureInfo.InvariantCulture, $"<td class=\"word\"><bdi>{(one.MostConfusedWith is { } other ? Html.Text(classes[other].Name) : "")}</bdi></td></tr>");
        }

        html.Append("</tbody><tfoot><tr><th scope=\"row\">mean of the classes (macro)</th><td></td><td></td><td></td>")
            .Append(Bar(evaluation.MacroRecall, "")).Append(Bar(evaluation.MacroPrecision, "")).Append(Bar(evaluation.MacroF1, ""))
            .Append(CultureInfo.InvariantCulture, $"<td></td></tr></tfoot></table></div>{(classes.Count > Few ? "</details>" : "")}").Append("<p class=\"note\">Recall: how many of the images of the class are found. Precision: how many of those that were taken for it are of it. F1: their harmonic mean.")
            .Append(evaluation.Dataset.LabelSets is null ? "" : " Each class whose probability is above 50 % counts as predicted.");
        if (classes.Any(static one => one.Count == 0 || one.Predicted == 0))
        {
            html.Append(" In the means, a class without images or never predicted counts as 0, and one that is neither there nor predicted is left out.");
        }

        return html.Append("</p>").ToString();
    }

    private static string Bar(double? share, string none) => share is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"<td><span class=\"meter\" style=\"--share:{100 * value:F1}%\">{NumberFormat.Percent(value, 1)}</span></td>")
        : $"<td class=\"none\">{none}</td>";
}
