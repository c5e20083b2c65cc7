using GhostNet.Interactive;
using GhostNet.Interactive.Rendering;

namespace GhostNet.Cli.Reports;

/// <summary>
/// One self-contained HTML page about a training, made of the views that notebooks show: it asks the network for nothing and
/// follows the reader's light or dark theme.
/// </summary>
internal static class CurvesPage
{
    private const string Style = """
        h1 { font-size: 1.7em; line-height: 1.2; margin: 0 0 .3em; } h2 { font-size: 1.2em; margin: 0 0 .6em; }
        .lead { margin: 0; color: var(--quiet); } .lead b { color: var(--ink); }
        .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 20px 32px; align-items: start; }
        .tables table { border-collapse: collapse; width: 100%; }
        .tables :is(th, td) { text-align: left; padding: .3em .6em .3em 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
        .tables th { font-weight: 500; color: var(--quiet); }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="report">What to show.</param>
    public static string Write(TrainingReport report)
    {
        var badge = report.Test.IsSynthetic ? " <span class=\"badge\">synthetic data: a program drew the images</span>" : "";
        List<string> parts =
        [
            Html.Frame(
                "run",
                $"<h1>{Html.Text(report.Model)}</h1><p class=\"lead\">trained on <b>{Html.Text(report.Dataset)}</b>{badge}</p>",
                Style),
            report.History.View().ToHtml(),
        ];
        if (report.Evaluation is { } evaluation)
        {
            parts.Add(evaluation.View(report.Test).ToHtml());
        }

        parts.Add(report.Summary.View().ToHtml());
        parts.Add(Html.Frame(
            "run",
            $"<div class=\"tables\">{Table("Model", report.ModelFacts)}{Table("Settings", report.Settings)}</div><p class=\"note\">{Html.Text(report.Origin)}</p>",
            Style));
        return Html.Page(report.Title, parts);
    }

    private static string Table(string title, IReadOnlyList<Fact> facts)
    {
        var rows = facts.Select(fact => $"<tr><th scope=\"row\">{Html.Text(fact.Name)}</th><td>{Html.Text(fact.Value)}</td></tr>");
        return $"<section><h2>{title}</h2><table><tbody>{string.Concat(rows)}</tbody></table></section>";
    }
}
