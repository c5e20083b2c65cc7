using System.Text;
using GhostNet.Interactive.Assets;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Interactive.Views;

/// <summary>Names and values under a title: what a page of views says about itself, such as the settings of a training.</summary>
public sealed class FactsView : View
{
    private readonly string _title;
    private readonly IReadOnlyList<KeyValuePair<string, string>> _facts;
    private readonly string _note;

    /// <summary>Creates a view.</summary>
    /// <param name="title">The title; any text.</param>
    /// <param name="facts">Names and values, in the order of the rows; any text.</param>
    /// <param name="note">A sentence below them; empty for none.</param>
    public FactsView(string title, IEnumerable<KeyValuePair<string, string>> facts, string note = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(note);
        (_title, _facts, _note) = (title, [.. facts], note);
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var html = new StringBuilder($"<h4>{Html.Text(_title)}</h4><table><tbody>");
        foreach (var (name, value) in _facts)
        {
            html.Append($"<tr><th scope=\"row\">{Html.Text(name)}</th><td>{Html.Text(value)}</td></tr>");
        }

        html.Append("</tbody></table>").Append(_note.Length > 0 ? $"<p class=\"note\">{Html.Text(_note)}</p>" : "");
        return Html.Frame("facts", html.ToString(), Asset.FactTableStyle);
    }

    /// <summary>The title, and a line for each name and its value.</summary>
    public override string ToString()
    {
        var width = _facts.Select(fact => fact.Key.Length).DefaultIfEmpty().Max();
        var lines = _facts.Select(fact => $"  {fact.Key.PadRight(width)}  {fact.Value}").Prepend(_title);
        return string.Join('\n', _note.Length > 0 ? lines.Append(_note) : lines);
    }
}
