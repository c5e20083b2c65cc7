using System.Globalization;
using System.Text;
using GhostNet.Interactive.Rendering;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Views;

/// <summary>What helps where a confusion matrix has too many classes to be read: the most frequent mistakes, and the whole matrix as a small picture.</summary>
internal static class ConfusionPairs
{
    private const int MostPairs = 15;

    /// <summary>The most frequent mistakes as a table; empty when there are none.</summary>
    /// <param name="evaluation">The counts.</param>
    public static string Table(Evaluation evaluation)
    {
        var (classes, confusion) = (evaluation.PerClass, evaluation.ConfusionMatrix);
        var pairs = (
            from row in Enumerable.Range(0, classes.Count)
            from column in Enumerable.Range(0, classes.Count)
            where row != column && confusion[row, column] > 0
            orderby confusion[row, column] descending
            select (Row: row, Column: column, Count: confusion[row, column])).Take(MostPairs).ToList();
        if (pairs.Count == 0)
        {
            return "";
        }

        var html = new StringBuilder("<table class=\"numbers classes\"><thead><tr><th>class</th><th>taken for</th><th>images</th></tr></thead><tbody>");
        foreach (var (row, column, count) in pairs)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"><bdi>{Html.Text(classes[row].Name)}</bdi></th><td class=\"word\"><bdi>{Html.Text(classes[column].Name)}</bdi></td><td>{NumberFormat.Count(count)}</td></tr>");
        }

        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>The matrix of all classes, a point for each pair.</summary>
    /// <param name="evaluation">The counts.</param>
    public static string Map(Evaluation evaluation)
    {
        var classes = evaluation.PerClass.Count;
        var shares = new double[classes, classes];
        for (var row = 0; row < classes; row++)
        {
            var count = Math.Max(1, Enumerable.Range(0, classes).Sum(column => evaluation.ConfusionMatrix[row, column]));
            for (var column = 0; column < classes; column++)
            {
                // The root lets a few mistakes be seen.
                shares[row, column] = Math.Sqrt((double)evaluation.ConfusionMatrix[row, column] / count);
            }
        }

        var address = HeatMap.Of(shares).DataAddress(ColorScale.Viridis, new ValueRange(0, 1), mostPixels: 1_000_000);
        return string.Create(CultureInfo.InvariantCulture, $"<img class=\"map\" src=\"{address}\" alt=\"The confusion matrix of all {classes} classes\">");
    }
}
