using System.Xml.Linq;

namespace GhostNet.Cli.Reports;

/// <summary>A confusion matrix: which class (row) was taken for which (column).</summary>
internal static class ConfusionChart
{
    private const double Width = 420, Label = 84, Top = 74;

    /// <summary>Numbers in more columns than this would be unreadable.</summary>
    private const int MostNumbers = 12;

    /// <summary>Draws the matrix.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="counts">Images by true class and guess.</param>
    public static XElement Draw(IReadOnlyList<string> names, long[,] counts)
    {
        var size = (Width - Label - 2) / Math.Max(1, names.Count);
        var cell = Math.Min(size, 48);
        List<XElement> content = [];
        for (var row = 0; row < names.Count; row++)
        {
            var y = Top + (row * cell);
            var middle = (cell / 2) + 4;
            content.Add(Svg.Text(Label - 6, y + middle, Shorten(names[row]), "label end"));
            var head = Svg.Text(0, 0, Shorten(names[row]), "label");
            head.SetAttributeValue("transform", FormattableString.Invariant($"translate({Math.Round(Label + ((row + 0.5) * cell) + 3, 1)} {Top - 6}) rotate(-55)"));
            content.Add(head);
            long total = Enumerable.Range(0, names.Count).Sum(column => counts[row, column]);
            for (var column = 0; column < names.Count; column++)
            {
                var share = total == 0 ? 0 : (double)counts[row, column] / total;
                var x = Label + (column * cell);
                var tip = $"{counts[row, column]} of {total} {names[row]} taken for {names[column]}";
                content.Add(Svg.Rectangle(x, y, cell - 1.5, cell - 1.5, "cell"));
                content.Add(Svg.Rectangle(x, y, cell - 1.5, cell - 1.5, row == column ? "right" : "wrong", Depth(share)).WithTip(tip));
                if (names.Count <= MostNumbers && counts[row, column] > 0)
                {
                    content.Add(Svg.Text(x + ((cell - 1.5) / 2), y + middle, $"{counts[row, column]}", Depth(share) > 0.55 ? "count on" : "count"));
                }
            }
        }

        return Svg.Picture(
            "confusion",
            Width,
            Top + (cell * names.Count),
            "Confusion matrix",
            "Rows are true classes, columns guesses; " + Describe(names, counts),
            content);
    }

    /// <summary>Depth of the colour: rare mistakes stay visible, and do not shout.</summary>
    private static double Depth(double share) => share == 0 ? 0 : 0.05 + (0.95 * Math.Pow(share, 0.7));

    private static string Describe(IReadOnlyList<string> names, long[,] counts)
    {
        var worst = (
            from row in Enumerable.Range(0, names.Count)
            from column in Enumerable.Range(0, names.Count)
            where row != column && counts[row, column] > 0
            orderby counts[row, column] descending
            select $"most often {names[row]} was taken for {names[column]}, {counts[row, column]} times.").FirstOrDefault();
        return worst ?? "no image was taken for another class.";
    }

    private static string Shorten(string name) => name.Length <= 11 ? name : name[..10] + "…";
}
