using System.Globalization;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

/// <summary>Turns the events of the host into outputs of cells.</summary>
/// <param name="progress">Is told about restored packages.</param>
internal sealed class CellOutputs(RunProgress progress)
{
    private readonly List<(NotebookCell Cell, OutputRecorder Output)> _cells = [];
    private readonly Dictionary<string, OutputRecorder> _displays = [];
    private readonly HashSet<string> _restores = [];
    private readonly Lock _lock = new();
    private bool _hasCompilerErrors;

    /// <summary>A cell begins.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="token">The host's events name the cell by this token.</param>
    /// <returns>What collects its outputs.</returns>
    public OutputRecorder Begin(NotebookCell cell, out string token)
    {
        lock (_lock)
        {
            _hasCompilerErrors = false;
            _cells.Add((cell, new OutputRecorder(_cells.Count + 1)));
            token = _cells.Count.ToString(CultureInfo.InvariantCulture);
            return _cells[^1].Output;
        }
    }

    /// <summary>Why the cell that ran last failed.</summary>
    /// <param name="end">The event that said so.</param>
    public CellError ErrorOf(HostEvent end)
    {
        lock (_lock)
        {
            return CellError.Read(end.Message, _hasCompilerErrors);
        }
    }

    /// <summary>Puts the outputs into the cells. Only at the end: a cell may update what one before it showed.</summary>
    public void Save()
    {
        lock (_lock)
        {
            for (var i = 0; i < _cells.Count; i++)
            {
                _cells[i].Cell.SetOutputs(i + 1, _cells[i].Output.ToJson());
            }
        }
    }

    /// <summary>Handles an event of the host.</summary>
    /// <param name="one">The event.</param>
    public void Hear(HostEvent one)
    {
        lock (_lock)
        {
            // What a thread of an earlier cell writes is still that cell's.
            if (int.TryParse(one.Token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= _cells.Count)
            {
                Hear(one, _cells[number - 1].Output);
            }
        }
    }

    private void Hear(HostEvent one, OutputRecorder output)
    {
        switch (one.Type)
        {
            case "StandardOutputValueProduced":
                Write("stdout", one, output);
                break;
            case "StandardErrorValueProduced":
                Write("stderr", one, output);
                break;
            case "DiagnosticsProduced":
                Diagnose(one, output);
                break;
            case "ErrorProduced":
                output.Write("stderr", $"{one.Message.TrimEnd('\n')}\n");
                break;
            case "ReturnValueProduced":
                output.Result(MimeBundle.Of(one.Forms));
                break;
            case "DisplayedValueProduced" or "DisplayedValueUpdated":
                Show(one, output);
                break;
        }
    }

    private static void Write(string stream, HostEvent one, OutputRecorder output)
    {
        foreach (var (_, text) in one.Forms.Where(form => form.MimeType == MimeType.Plain && form.Text != HostNoise.FSharpStopped))
        {
            output.Write(stream, text);
        }
    }

    /// <summary>Errors come again, as the reason why the cell failed.</summary>
    private void Diagnose(HostEvent one, OutputRecorder output)
    {
        foreach (var (severity, code, text) in one.Diagnostics)
        {
            _hasCompilerErrors |= severity == "error";
            if (severity == "warning" && !HostNoise.IsUnification(code))
            {
                output.Write("stderr", $"{text}\n");
            }
        }
    }

    private void Show(HostEvent one, OutputRecorder output)
    {
        var forms = one.Forms.ToList();
        var id = one.ValueId ?? Guid.NewGuid().ToString();
        if (forms is [{ MimeType: MimeType.Html, Text: var html }] && (_restores.Contains(id) || HostNoise.IsRestore(html)))
        {
            _restores.Add(id);
            if (HostNoise.Installed(html) is { Count: > 0 } packages)
            {
                progress.Tell($"restored {string.Join(", ", packages)}");
            }

            return;
        }

        if (forms is [{ MimeType: MimeType.Plain, Text: var text }] && HostNoise.IsExtensionPath(text))
        {
            return;
        }

        // An update says which cell asks for it, not which one shows the value.
        if (!_displays.TryGetValue(id, out var place))
        {
            _displays[id] = place = output;
        }

        place.Show(id, MimeBundle.Of(forms));
    }
}
