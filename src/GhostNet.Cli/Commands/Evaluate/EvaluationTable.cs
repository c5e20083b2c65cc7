using System.Globalization;
using GhostNet.IO;
using GhostNet.Metrics;
using Spectre.Console;

namespace GhostNet.Cli.Commands.Evaluate;

/// <summary>An evaluation as a table for the terminal.</summary>
internal static class EvaluationTable
{
    /// <summary>The most classes whose confusions fit side by side into a terminal.</summary>
    private const int MostColumns = 20;

    /// <summary>Letters that the columns with the percentages take, and those around every cell.</summary>
    private const int Percentages = 36, Around = 3;

    /// <summary>Writes it.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="evaluation">The numbers.</param>
    public static void Show(Terminal terminal, Evaluation evaluation)
    {
        if (evaluation.PerClass.Count > MostColumns)
        {
            ShowClasses(terminal, evaluation);
            return;
        }

        // One table: each class, how well it is known, and what its images were taken for.
        var names = evaluation.PerClass.Select(one => ForeignText.Show(one.Name)).ToList();

        // Names that do not fit above the columns are numbers there.
        var isNumbered = names.Sum(static name => Letters(name) + Around) + names.Max(Letters) + Percentages > terminal.Console.Profile.Width;
        var table = Numbers(new Table().AddColumn("class"));
        for (var label = 0; label < names.Count; label++)
        {
            table.AddColumn(new TableColumn(Markup.Escape(isNumbered ? NumberFormat.Count(label + 1) : names[label])).RightAligned().NoWrap());
        }

        for (var row = 0; row < names.Count; row++)
        {
            var name = isNumbered ? $"{NumberFormat.Count(row + 1)} {names[row]}" : names[row];
            table.AddRow([Markup.Escape(name), .. Cells(evaluation.PerClass[row]), .. Enumerable.Range(0, names.Count).Select(column => Cell(evaluation.ConfusionMatrix[row, column], row == column))]);
        }

        terminal.Console.Write(table);
        terminal.Writer.WriteLine($"Rows: true classes. Columns: predicted classes{(isNumbered ? ", by the numbers of the rows" : "")}.");
    }

    /// <summary>Many classes: a line for each, and what its images are mostly taken for.</summary>
    private static void ShowClasses(Terminal terminal, Evaluation evaluation)
    {
        var table = Numbers(new Table().AddColumn("class").AddColumn(new TableColumn("images").RightAligned())).AddColumn("else mostly");
        foreach (var one in evaluation.PerClass)
        {
            var other = one.MostConfusedWith is { } label ? ForeignText.Show(evaluation.PerClass[label].Name) : "";
            table.AddRow([Markup.Escape(ForeignText.Show(one.Name)), NumberFormat.Count(one.Count), .. Cells(one), Markup.Escape(other)]);
        }

        terminal.Console.Write(table);
    }

    private static Table Numbers(Table table)
    {
        foreach (var name in new[] { "recall", "precision", "F1" })
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        return table;
    }

    private static int Letters(string name) => new StringInfo(name).LengthInTextElements;

    private static string[] Cells(ClassResult one) => [Percent(one.Recall), Percent(one.Precision), Percent(one.F1)];

    private static string Percent(double? share) => NumberFormat.Percent(share, 1);

    private static string Cell(long count, bool isRight) => count == 0 ? "[grey]·[/]" : isRight ? $"[bold blue]{count}[/]" : $"{count}";
}
