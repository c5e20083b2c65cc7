using System.Xml.Linq;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Charts;

/// <summary>A confusion matrix: which class (row) was taken for which (column).</summary>
internal static class ConfusionChart
{
    /// <summary>The names of the columns lean to the right, so that those of the last ones need room there.</summary>
    private const double Width = 420, Label = 84, Top = 74, Right = 34;

    /// <summary>Degrees that the name of a column is turned, and room for it.</summary>
    private const double Turn = 65, Head = 66;

    /// <summary>Numbers in more columns than this would be unreadable.</summary>
    private const int MostNumbers = 12;

    /// <summary>Draws the matrix.</summary>
    /// <param name="evaluation">The counts.</param>
    /// <param name="labels">The classes to show.</param>
    public static XElement Draw(Evaluation evaluation, IReadOnlyList<int> labels)
    {
        var cell = Math.Min((Width - Label - Right) / Math.Max(1, labels.Count), 75);
        var side = cell * labels.Count;
        var letters = Math.Min(Svg.LetterSize, 0.85 * cell);
        List<XElement> content = [Svg.Rectangle(Label, Top, side, side, "track")];
        for (var row = 0; row < labels.Count; row++)
        {
            var truth = evaluation.PerClass[labels[row]];
            var images = Enumerable.Range(0, evaluation.PerClass.Count).Sum(column => evaluation.ConfusionMatrix[labels[row], column]);
            var y = Top + (row * cell);
            var middle = (cell / 2) + 4;
            content.Add(Svg.Text(Label - 6, y + middle, Svg.Fit(truth.Name, Label - 6, letters), "label end").WithSize(letters).WithTip(Name(truth)));
            var head = Svg.Text(0, 0, Svg.Fit(truth.Name, Head, letters), "label").WithSize(letters).WithTip(Name(truth));
            head.SetAttributeValue("transform", FormattableString.Invariant($"translate({Math.Round(Label + ((row + 0.5) * cell) + 3, 1)} {Top - 6}) rotate({-Turn})"));
            content.Add(head);
            for (var column = 0; column < labels.Count; column++)
            {
                var count = evaluation.ConfusionMatrix[labels[row], labels[column]];
                if (count == 0)
                {
                    continue;
                }

                var depth = Depth((double)count / images);
                var x = Label + (column * cell);
                content.Add(Svg.Rectangle(x, y, cell, cell, row == column ? "right" : "wrong", depth).WithTip(
                    $"{count} of {images} {Name(truth)} taken for {Name(evaluation.PerClass[labels[column]])}"));
                if (labels.Count <= MostNumbers)
                {
                    var style = depth > (row == column ? 0.558 : 0.541) ? "count deep" : "count";
                    content.Add(Svg.Text(x + (cell / 2), y + middle, $"{count}", style).WithSize(Math.Min(11, 1.4 * cell / $"{count}".Length)));
                }
            }
        }

        for (var line = 1; line < labels.Count; line++)
        {
            content.Add(Svg.Line(Label + (line * cell), Top, Label + (line * cell), Top + side, "gap"));
            content.Add(Svg.Line(Label, Top + (line * cell), Label + side, Top + (line * cell), "gap"));
        }

        return Svg.Picture(
            Width, Top + side, "Confusion matrix", "Rows are true classes, columns predictions; " + Describe(evaluation), content);
    }

    /// <summary>
    /// Depth of the colour: rare mistakes stay visible, and do not shout. In a light view black can be read on the deepest colour, too;
    /// in a dark one the colours become too bright for white at the depths above.
    /// </summary>
    private static double Depth(double share) => 0.05 + (0.87 * Math.Pow(share, 0.7));

    private static string Describe(Evaluation evaluation)
    {
        var worst = (
            from result in evaluation.PerClass.Select((truth, label) => (Truth: truth, Label: label))
            let guess = result.Truth.MostConfusedWith ?? -1
            where guess >= 0
            let count = evaluation.ConfusionMatrix[result.Label, guess]
            orderby count descending
            select $"most often {Name(result.Truth)} was taken for {Name(evaluation.PerClass[guess])}, {count} times.").FirstOrDefault();
        return worst ?? "no image was taken for another class.";
    }

    private static string Name(ClassResult result) => Svg.Shorten(result.Name, 60);
}
