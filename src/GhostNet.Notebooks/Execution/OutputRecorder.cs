using System.Globalization;
using System.Text.Json.Nodes;
using GhostNet.Notebooks.Documents;
using GhostNet.Notebooks.Host;

namespace GhostNet.Notebooks.Execution;

/// <summary>Collects the outputs of one cell, from any thread, and bounds their size.</summary>
/// <param name="executionCount">How many cells had been run, this one included.</param>
internal sealed class OutputRecorder(int executionCount)
{
    /// <summary>Nobody reads more console text than this: the rest is counted, not kept.</summary>
    public const int MostConsoleText = 1_000_000;

    /// <summary>All values of a cell together may have so many characters; with more, a browser no longer opens the page.</summary>
    public const int MostValues = 20_000_000;

    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];
    private long _written;

    /// <summary>Why the cell failed; null when it did not.</summary>
    public CellError? Error { get; private set; }

    /// <summary>Adds console text.</summary>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The text.</param>
    public void Write(string stream, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            var room = (int)Math.Clamp(MostConsoleText - _written, 0, text.Length);
            _written += text.Length;
            if (room > 0)
            {
                if (_outputs is not [.., StreamOutput last] || last.Name != stream)
                {
                    _outputs.Add(last = new StreamOutput(stream));
                }

                last.Text.Append(text[..room]);
            }
        }
    }

    /// <summary>Shows a value, or replaces an earlier one.</summary>
    /// <param name="displayId">Names the place.</param>
    /// <param name="bundle">The value.</param>
    public void Show(string displayId, MimeBundle bundle)
    {
        lock (_lock)
        {
            var output = _outputs.OfType<DisplayOutput>().FirstOrDefault(one => one.DisplayId == displayId);
            if (output is null)
            {
                _outputs.Add(output = new DisplayOutput(displayId));
            }

            output.Bundle = bundle;
            output.Bundle = Bounded(bundle, _outputs.OfType<DisplayOutput>().Sum(one => one.Bundle.Length));
        }
    }

    /// <summary>Adds the value of the cell.</summary>
    /// <param name="bundle">The value.</param>
    public void Result(MimeBundle bundle)
    {
        lock (_lock)
        {
            var total = _outputs.OfType<DisplayOutput>().Sum(one => one.Bundle.Length) + bundle.Length;
            _outputs.Add(new ResultOutput(executionCount, Bounded(bundle, total)));
        }
    }

    /// <summary>Adds the reason why the cell failed.</summary>
    /// <param name="error">The reason.</param>
    public void Fail(CellError error)
    {
        lock (_lock)
        {
            Error = error;
            _outputs.Add(new ErrorOutput(error));
        }
    }

    /// <summary>Everything so far, in nbformat.</summary>
    public IReadOnlyList<JsonObject> ToJson()
    {
        lock (_lock)
        {
            var json = _outputs.Select(output => output.ToJson()).ToList();
            if (_written > MostConsoleText)
            {
                var cut = new StreamOutput("stderr");
                cut.Text.Append(
                    CultureInfo.InvariantCulture,
                    $"Output cut: the cell wrote {_written:N0} characters, of which the first {MostConsoleText:N0} are kept.\n");
                json.Insert(_outputs.FindLastIndex(output => output is StreamOutput) + 1, cut.ToJson());
            }

            return json;
        }
    }

    private static MimeBundle Bounded(MimeBundle bundle, long total) => total <= MostValues
        ? bundle
        : MimeBundle.Of(MimeType.Plain, string.Create(
            CultureInfo.InvariantCulture,
            $"Output left out: this value has {bundle.Length:N0} characters; all values of a cell together may have {MostValues:N0}."));
}
