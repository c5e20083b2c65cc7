using System.Text;
using System.Text.Json;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Interactive.Charts;

/// <summary>The charts as plotly.js draws them: its figures as JSON, with the names that it documents.</summary>
internal static class PlotlyFigure
{
    private const string Train = "#0072b2", Test = "#c04e00", Rate = "#00795a";

    /// <summary>The curves of a training, side by side.</summary>
    /// <param name="history">What to draw.</param>
    public static string Of(TrainingHistory history)
    {
        var charts = TrainingCharts.Of(history);
        return Write(
            (charts.Count + 1) / 2 * 320,
            json =>
            {
                for (var i = 0; i < charts.Count; i++)
                {
                    foreach (var line in charts[i].Lines)
                    {
                        WriteLine(json, charts[i], line, AxisNumber(i));
                    }
                }
            },
            json =>
            {
                json.WriteStartObject("grid");
                json.WriteNumber("rows", (charts.Count + 1) / 2);
                json.WriteNumber("columns", 2);
                json.WriteString("pattern", "independent");
                json.WriteEndObject();
                for (var i = 0; i < charts.Count; i++)
                {
                    var chart = charts[i];
                    WriteAxis(json, "xaxis" + AxisNumber(i), chart.Across);
                    WriteAxis(json, "yaxis" + AxisNumber(i), chart.Title + (chart.Unit.Length > 0 ? "," + chart.Unit : ""), ("rangemode", "tozero"));
                }
            });
    }

    /// <summary>A confusion matrix: rows are true classes, columns predictions.</summary>
    /// <param name="evaluation">The counts.</param>
    /// <param name="labels">The classes to show.</param>
    public static string Of(Evaluation evaluation, IReadOnlyList<int> labels)
    {
        // Plotly puts rows with the same name into one, so a number keeps them apart where needed.
        var names = labels.Select(label => Svg.Shorten(evaluation.PerClass[label].Name, 60)).ToArray();
        names = names.Distinct().Count() == names.Length ? names : [.. names.Select((name, i) => $"{name} ({labels[i]})")];
        return Write(
            520,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("type", "heatmap");
                json.WriteStartArray("z");
                foreach (var row in labels)
                {
                    json.WriteStartArray();
                    foreach (var column in labels)
                    {
                        json.WriteNumberValue(evaluation.ConfusionMatrix[row, column]);
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
                WriteArray(json, "x", names, json.WriteStringValue);
                WriteArray(json, "y", names, json.WriteStringValue);
                json.WriteNumber("xgap", 1);
                json.WriteNumber("ygap", 1);
                json.WriteString("colorscale", "Cividis");
                json.WriteString("hovertemplate", "%{z} × %{y} taken for %{x}<extra></extra>");
                json.WriteEndObject();
            },
            json =>
            {
                WriteAxis(json, "xaxis", "predicted class");
                WriteAxis(json, "yaxis", "true class", ("autorange", "reversed"));
            });
    }

    /// <summary>plotly.js numbers the axes <c>x</c>, <c>x2</c>, <c>x3</c> …</summary>
    private static string AxisNumber(int chart) => chart == 0 ? "" : FormattableString.Invariant($"{chart + 1}");

    private static void WriteLine(Utf8JsonWriter json, LineChart chart, Series line, string axis)
    {
        json.WriteStartObject();
        json.WriteString("type", "scatter");
        json.WriteString("name", $"{chart.Title}: {line.Name}");
        WriteArray(json, "x", line.Points, point => json.WriteNumberValue(point.X));
        WriteArray(json, "y", line.Points, point => json.WriteNumberValue(point.Y));
        json.WriteString("mode", line.Points.Count > 40 ? "lines" : "lines+markers");
        json.WriteNumber("opacity", line.Style.EndsWith("faint", StringComparison.Ordinal) ? 0.35 : 1);
        json.WriteStartObject("line");
        json.WriteString("color", Colour(line.Style));
        json.WriteString("dash", line.Style == "test" ? "dash" : "solid");
        json.WriteEndObject();
        json.WriteString("xaxis", "x" + axis);
        json.WriteString("yaxis", "y" + axis);
        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, string title, params (string Name, string Value)[] rest)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("title");
        json.WriteString("text", title);
        json.WriteEndObject();
        json.WriteBoolean("automargin", true);
        foreach (var property in rest)
        {
            json.WriteString(property.Name, property.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    private static string Write(int height, Action<Utf8JsonWriter> writeTraces, Action<Utf8JsonWriter> writeAxes)
    {
        // The writer escapes every character that means something in HTML, so no text of a figure can end the script that it stands in.
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            writeTraces(json);
            json.WriteEndArray();
            json.WriteStartObject("layout");
            json.WriteNumber("height", height);
            json.WriteStartObject("margin");
            json.WriteNumber("l", 60);
            json.WriteNumber("r", 20);
            json.WriteNumber("t", 30);
            json.WriteNumber("b", 50);
            json.WriteEndObject();
            json.WriteStartObject("legend");
            json.WriteString("orientation", "h");
            json.WriteEndObject();
            writeAxes(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string Colour(string style) => style.Split(' ')[0] switch
    {
        "test" => Test,
        "rate" => Rate,
        _ => Train,
    };
}
