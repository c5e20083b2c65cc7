using System.Xml.Linq;

namespace GhostNet.Cli.Reports;

/// <summary>Accuracy of each class as bars.</summary>
internal static class ClassBars
{
    private const double Width = 420, Row = 24, Label = 96, Value = 56;

    /// <summary>Draws the bars.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="accuracy">Accuracy of each class, 0 to 1; not a number where the class has no image.</param>
    public static XElement Draw(IReadOnlyList<string> names, IReadOnlyList<double> accuracy)
    {
        const double Room = Width - Label - Value;
        List<XElement> content = [];
        for (var i = 0; i < names.Count; i++)
        {
            var y = i * Row;
            var share = double.IsFinite(accuracy[i]) ? accuracy[i] : 0;
            content.Add(Svg.Text(Label - 8, y + 16, Shorten(names[i]), "label end").WithTip(names[i]));
            content.Add(Svg.Rectangle(Label, y + 4, Room, Row - 8, "track"));
            content.Add(Svg.Rectangle(Label, y + 4, Room * share, Row - 8, "bar"));
            content.Add(Svg.Text(
                Label + Room + 8, y + 16, double.IsFinite(accuracy[i]) ? FormattableString.Invariant($"{100 * share:F1} %") : "no image", "name"));
        }

        var worst = accuracy.Select((value, i) => (value, i)).Where(pair => double.IsFinite(pair.value)).DefaultIfEmpty().MinBy(pair => pair.value);
        return Svg.Picture(
            "classes",
            Width,
            Math.Max(Row, names.Count * Row),
            "Accuracy of each class",
            names.Count == 0 ? "No classes." : FormattableString.Invariant($"Worst: {names[worst.i]}, {100 * worst.value:F1} %."),
            content);
    }

    private static string Shorten(string name) => name.Length <= 13 ? name : name[..12] + "…";
}
