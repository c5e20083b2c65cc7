using System.Xml.Linq;
using GhostNet.IO;
using GhostNet.Metrics;

namespace GhostNet.Interactive.Charts;

/// <summary>Accuracy per class as bars.</summary>
internal static class ClassBars
{
    private const double Width = 420, Row = 24, Label = 96, Value = 56;

    /// <summary>Draws the bars.</summary>
    /// <param name="classes">The classes.</param>
    public static XElement Draw(IReadOnlyList<ClassResult> classes)
    {
        const double Room = Width - Label - Value;
        List<XElement> content = [];
        for (var i = 0; i < classes.Count; i++)
        {
            var (y, one) = (i * Row, classes[i]);
            content.Add(Svg.Text(Label - 8, y + 16, Svg.Fit(one.Name, Label - 8), "label end").WithTip(Svg.Shorten(one.Name, 200)));
            content.Add(Svg.Rectangle(Label, y + 4, Room, Row - 8, "track"));
            content.Add(Svg.Rectangle(Label, y + 4, one.Count == 0 ? 0 : Room * one.Accuracy, Row - 8, "bar").WithTip($"{one.Correct} of {one.Count}"));
            content.Add(Svg.Text(
                Label + Room + 8, y + 16, one.Count == 0 ? "no image" : NumberFormat.Percent(one.Accuracy, 1), "name"));
        }

        var worst = classes.Where(one => one.Count > 0).MinBy(one => one.Accuracy);
        return Svg.Picture(
            Width,
            Math.Max(Row, classes.Count * Row),
            "Accuracy per class",
            worst is null ? "No images." : $"Worst: {Svg.Shorten(worst.Name, 200)}, {NumberFormat.Percent(worst.Accuracy, 1)}.",
            content);
    }
}
