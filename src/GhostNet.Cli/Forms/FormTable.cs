using GhostNet.Interactive.Views;
using Spectre.Console;

namespace GhostNet.Cli.Forms;

/// <summary>Forms of a network, side by side.</summary>
internal static class FormTable
{
    /// <summary>On the terminal.</summary>
    public static void Show(Terminal terminal, IReadOnlyList<Form> forms)
    {
        var table = new Table().AddColumn("form");
        foreach (var title in new[] { "size", "right", "images/s, 1 thread", $"{NumberFormat.Count(forms[0].Threads, "thread")}" }.Take(forms[0].Threads > 1 ? 4 : 3))
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (var form in forms)
        {
            string[] cells = [form.Name, form.Size(), form.Right(), form.Speed(), form.SpeedOfAll()];
            table.AddRow(cells[..table.Columns.Count]);
        }

        terminal.Console.Write(table);
    }

    /// <summary>On a page; nothing when none was measured.</summary>
    public static IEnumerable<View> View(IReadOnlyList<Form> forms) => forms.Count == 0
        ? []
        : [new FactsView("Forms", forms.Select(form => KeyValuePair.Create(form.Name, form.ToString())), "Size of the file, accuracy, and speed on this machine in batches of 32.")];
}
