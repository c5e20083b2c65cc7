using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using GhostNet.IO;
using GhostNet.Notebooks.Documents;

namespace GhostNet.Notebooks.Execution;

/// <summary>Gives a notebook other values than those in its cell tagged <c>parameters</c>, by a cell behind it, as papermill does.</summary>
internal static class ParameterCell
{
    private const string Tag = "parameters";
    private const string InjectedTag = "injected-parameters";

    /// <summary>Adds the cell.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="parameters">Values by name.</param>
    /// <returns>False when the notebook has no cell tagged <c>parameters</c>: nothing was added.</returns>
    /// <exception cref="NotebookException">The tagged cell does not know a parameter.</exception>
    public static bool Inject(Notebook notebook, IReadOnlyDictionary<string, string> parameters)
    {
        if (notebook.Cells.FirstOrDefault(cell => cell.IsCode && cell.Tags.Contains(Tag)) is not { } defaults)
        {
            return false;
        }

        foreach (var name in parameters.Keys.Where(name => !Regex.IsMatch(defaults.Source, $@"\b{Regex.Escape(name)}\b")))
        {
            throw new NotebookException(
                $"{notebook.Path}: cell {defaults.Number}, which is tagged \"{Tag}\", has no {name}; its first line is: {ForeignText.Show(defaults.FirstLine)}");
        }

        var lines = parameters.Select(parameter => defaults.Language == CellLanguage.FSharp
            ? $"let {parameter.Key} = {Literal(parameter.Value)}"
            : $"{parameter.Key} = {Literal(parameter.Value)};");
        notebook.InsertAfter(defaults, string.Join('\n', lines.Prepend("// Parameters")), InjectedTag);
        return true;
    }

    /// <summary>
    /// A value in code, the same in both languages: a number or truth value if it looks like one, else a string, with JSON's escapes, which
    /// both know.
    /// </summary>
    private static string Literal(string value)
    {
        if (bool.TryParse(value, out var truth))
        {
            return truth ? "true" : "false";
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number is >= int.MinValue and <= int.MaxValue ? value : $"{value}L";
        }

        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? value
            : $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
