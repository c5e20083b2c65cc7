using System.Globalization;
using System.Text;
using GhostNet.IO;

namespace GhostNet.Inspection;

/// <summary>Writes a <see cref="ModelSummary"/> as aligned text.</summary>
internal static class SummaryTable
{
    public static string Format(ModelSummary summary, int depth)
    {
        var wasRun = summary.Root.WasSeen;
        List<string[]> rows = [["Layer", "Type", "Output shape", "Parameters", "%", "Multiply-adds", "%"]];
        rows.AddRange(summary.Layers.Where(layer => layer.Depth <= depth).Select(Row));
        if (!wasRun)
        {
            rows = [.. rows.Select(row => new[] { row[0], row[1], "", row[3], row[4] })];
        }

        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var line = new string('─', widths.Sum() + 2 * (widths.Length - 1));

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{summary.Root.Type}{(wasRun ? $" on an input of {Shape(summary.InputShape)}" : ", not run")}").AppendLine(line);
        AppendRow(text, rows[0], widths);
        text.AppendLine(line);
        foreach (var row in rows.Skip(1))
        {
            AppendRow(text, row, widths);
        }

        text.AppendLine(line);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"Parameters     {summary.Parameters:N0}, of which {summary.TrainableParameters:N0} are trained; {summary.ParameterBytes / 1e6:F2} MB");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Multiply-adds  {(wasRun ? $"{NumberFormat.Count(summary.MultiplyAdds)} in convolutions and linear layers" : "unknown until the model runs on an input")}");
        var missing = summary.NotCounted.ToList();
        if (missing.Count > 0)
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture,
                $"Not counted    {string.Join(", ", missing.Take(8).Select(path => ForeignText.Show(path)))}{(missing.Count > 8 ? $" and {missing.Count - 8} more" : "")}");
            text.Append(": a layer can be watched when its parent uses call(x) rather than forward(x).");
        }

        return text.ToString();
    }

    private static string[] Row(LayerSummary layer) =>
    [
        new string(' ', 2 * (layer.Depth - 1)) + ForeignText.Show(layer.Name),
        ForeignText.Show(layer.Type),
        layer.WasSeen ? Shape(layer.OutputShape) : "?",
        layer.Parameters == 0 ? "-" : NumberFormat.Count(layer.Parameters),
        layer.Parameters == 0 ? "" : NumberFormat.Number(100 * layer.ParameterShare, "F1"),
        layer.MultiplyAdds == 0 ? "-" : NumberFormat.Count(layer.MultiplyAdds),
        layer.MultiplyAdds == 0 ? "" : NumberFormat.Number(100 * layer.MultiplyAddShare, "F1"),
    ];

    private static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>The first three columns are words, and align left; the others are numbers.</summary>
    private static void AppendRow(StringBuilder text, string[] row, int[] widths)
    {
        var cells = row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
        text.AppendLine(string.Join("  ", cells).TrimEnd());
    }
}
