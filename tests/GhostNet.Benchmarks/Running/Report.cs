using System.Globalization;
using System.Text;

namespace GhostNet.Benchmarks.Running;

/// <summary>A line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Own">This library's number.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="Other">The baseline's number.</param>
/// <param name="Ratio">How the two compare, in words.</param>
internal sealed record ReportRow(string What, string Own, string Baseline, string Other, string Ratio);

/// <summary>Collects what was found and prints it as it comes.</summary>
internal sealed class Report
{
    private readonly List<ReportRow> _rows = [];
    private readonly List<string> _notes = [];
    private string _suite = "";

    /// <summary>A suite begins.</summary>
    public void Begin(string suite)
    {
        _suite = suite;
        Console.WriteLine($"== {suite} ({DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)})");
    }

    /// <summary>Adds a comparison of two times, shorter is better.</summary>
    public void AddTimes(string what, double own, string baseline, double other) =>
        Add(what, Milliseconds(own), baseline, Milliseconds(other), Invariant($"{other / own:F2} times as fast"));

    /// <summary>Adds a comparison of any two quantities.</summary>
    public void Add(string what, string own, string baseline, string other, string ratio)
    {
        var row = new ReportRow($"{_suite}: {what}", own, baseline, other, ratio);
        _rows.Add(row);
        Console.WriteLine($"   {row.What}: {row.Own}, {row.Ratio} ({row.Baseline}: {row.Other})");
    }

    /// <summary>Says what could not be measured and why.</summary>
    public void Skip(string what, string why)
    {
        var note = $"{_suite}: {what} skipped: {why}";
        _notes.Add(note);
        Console.WriteLine($"   {note}");
    }

    /// <summary>The table.</summary>
    /// <param name="introduction">A paragraph that goes before.</param>
    public string ToMarkdown(string introduction)
    {
        var text = new StringBuilder();
        text.AppendLine(introduction).AppendLine();
        text.AppendLine("| what | this library | against | | ratio |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row.What, row.Own, row.Baseline, row.Other, row.Ratio).AppendLine(" |");
        }

        foreach (var note in _notes)
        {
            text.AppendLine().AppendLine(note);
        }

        return text.ToString();
    }

    /// <summary>A time in words.</summary>
    public static string Milliseconds(double milliseconds) => milliseconds switch
    {
        < 10 => Invariant($"{milliseconds:F2} ms"),
        < 1000 => Invariant($"{milliseconds:F1} ms"),
        _ => Invariant($"{milliseconds / 1000:F2} s"),
    };

    /// <summary>A quantity of memory in words.</summary>
    public static string Megabytes(long bytes) => Invariant($"{bytes / 1048576.0:F1} MiB");

    /// <summary>A text in which numbers look the same everywhere.</summary>
    public static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
