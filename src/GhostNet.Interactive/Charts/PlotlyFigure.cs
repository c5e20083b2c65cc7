using GhostNet.Inspection;
using GhostNet.Training;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using PlotlyObject = DynamicObj.DynamicObj;

namespace GhostNet.Interactive.Charts;

/// <summary>The charts as Plotly draws them. Properties have the names that plotly.js documents.</summary>
internal static class PlotlyFigure
{
    private const string Train = "#0072b2", Test = "#c04e00", Rate = "#00795a";

    /// <summary>The curves of a training, side by side.</summary>
    /// <param name="history">What to draw.</param>
    public static GenericChart Of(TrainingHistory history)
    {
        var charts = TrainingCharts.Of(history);
        List<Trace> traces = [];
        var layout = NewLayout(320 * ((charts.Count + 1) / 2));
        layout.SetProperty("grid", NewObject(("rows", (charts.Count + 1) / 2), ("columns", 2), ("pattern", "independent")));
        for (var i = 0; i < charts.Count; i++)
        {
            var (chart, axis) = (charts[i], i == 0 ? "" : FormattableString.Invariant($"{i + 1}"));
            layout.SetProperty("xaxis" + axis, TitledAxis(chart.Across));
            var up = TitledAxis(chart.Title + (chart.Unit.Length > 0 ? "," + chart.Unit : ""));
            up.SetProperty("rangemode", "tozero");
            layout.SetProperty("yaxis" + axis, up);
            traces.AddRange(chart.Lines.Select(line => NewTrace(
                "scatter",
                ("name", $"{chart.Title}: {line.Name}"),
                ("x", line.Points.Select(point => point.X).ToArray()),
                ("y", line.Points.Select(point => point.Y).ToArray()),
                ("mode", line.Points.Count > 40 ? "lines" : "lines+markers"),
                ("opacity", line.Style.EndsWith("faint", StringComparison.Ordinal) ? 0.35 : 1.0),
                ("line", NewObject(("color", Colour(line.Style)), ("dash", line.Style == "test" ? "dash" : "solid"))),
                ("xaxis", "x" + axis),
                ("yaxis", "y" + axis))));
        }

        return Chart(traces, layout);
    }

    /// <summary>A confusion matrix: rows are true classes, columns guesses.</summary>
    /// <param name="evaluation">The counts.</param>
    /// <param name="labels">The classes to show.</param>
    public static GenericChart Of(Evaluation evaluation, IReadOnlyList<int> labels)
    {
        // Plotly puts rows with the same name into one, so a number keeps them apart where needed.
        var names = labels.Select(label => Svg.Shorten(evaluation.PerClass[label].Name, 60)).ToArray();
        names = names.Distinct().Count() == names.Length ? names : [.. names.Select((name, i) => $"{name} ({labels[i]})")];
        var layout = NewLayout(520);
        layout.SetProperty("xaxis", TitledAxis("guess"));
        var rows = TitledAxis("true class");
        rows.SetProperty("autorange", "reversed");
        layout.SetProperty("yaxis", rows);
        var trace = NewTrace(
            "heatmap",
            ("z", labels.Select(row => labels.Select(column => evaluation.ConfusionMatrix[row, column]).ToArray()).ToArray()),
            ("x", names),
            ("y", names),
            ("xgap", 1),
            ("ygap", 1),
            ("colorscale", "Cividis"),
            ("hovertemplate", "%{z} × %{y} taken for %{x}<extra></extra>"));
        return Chart([trace], layout);
    }

    private static GenericChart Chart(IEnumerable<Trace> traces, Layout layout) =>
        GenericChart.setLayout(layout, GenericChart.ofTraceObjects(true, ListModule.OfSeq(traces)));

    private static Layout NewLayout(int height)
    {
        var layout = new Layout();
        layout.SetProperty("height", height);
        layout.SetProperty("margin", NewObject(("l", 60), ("r", 20), ("t", 30), ("b", 50)));
        layout.SetProperty("legend", NewObject(("orientation", "h")));
        return layout;
    }

    private static PlotlyObject TitledAxis(string title) =>
        NewObject(("title", NewObject(("text", title))), ("automargin", true));

    private static Trace2D NewTrace(string type, params (string Name, object Value)[] properties) => Fill(new Trace2D(type), properties);

    private static PlotlyObject NewObject(params (string Name, object Value)[] properties) => Fill(new PlotlyObject(), properties);

    private static T Fill<T>(T target, (string Name, object Value)[] properties)
        where T : PlotlyObject
    {
        foreach (var (name, value) in properties)
        {
            target.SetProperty(name, value);
        }

        return target;
    }

    private static string Colour(string style) => style.Split(' ')[0] switch
    {
        "test" => Test,
        "rate" => Rate,
        _ => Train,
    };
}
