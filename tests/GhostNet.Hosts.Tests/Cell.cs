using System.Text.Json;

namespace GhostNet.Hosts.Tests;

/// <summary>A cell in the real host, and what it has shown so far.</summary>
internal sealed class Cell(StdioHost host)
{
    private readonly List<(string Type, JsonElement Event)> _events = [];
    private string? _end;

    /// <summary>Whether it has ended well.</summary>
    public bool Succeeded => _end == "CommandSucceeded";

    /// <summary>Why it failed.</summary>
    public string Message => string.Join('\n', Of("CommandFailed").Select(failed => failed.GetProperty("message").GetString()));

    /// <summary>What it wrote to the console.</summary>
    public string Console => string.Concat(Of("StandardOutputValueProduced").Select(text => Form(text, "text/plain")));

    /// <summary>Warnings and errors of the compiler, and what was written to the standard error.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. Of("DiagnosticsProduced").SelectMany(produced => produced.GetProperty("formattedDiagnostics").EnumerateArray())
            .Select(form => form.GetProperty("value").GetString()!),
        .. Of("StandardErrorValueProduced").Select(text => Form(text, "text/plain")!),
    ];

    /// <summary>What it shows, in order; what was replaced by an update counts as it is now.</summary>
    public IReadOnlyList<Shown> Shown
    {
        get
        {
            var shown = new List<Shown>();
            foreach (var (type, value) in Events())
            {
                if (type is "ReturnValueProduced" or "DisplayedValueProduced")
                {
                    shown.Add(new Shown(value));
                }
                else if (type == "DisplayedValueUpdated" && shown.FindIndex(one => one.Id is { } id && id == Tests.Shown.IdOf(value)) is >= 0 and var place)
                {
                    shown[place] = new Shown(value) { Updates = shown[place].Updates + 1 };
                }
            }

            return shown;
        }
    }

    /// <summary>Updates of something that was never displayed.</summary>
    public int LostUpdates
    {
        get
        {
            var displayed = Of("DisplayedValueProduced").Select(Tests.Shown.IdOf).ToHashSet();
            return Of("DisplayedValueUpdated").Count(update => !displayed.Contains(Tests.Shown.IdOf(update)));
        }
    }

    /// <summary>The only thing shown that is not about packages.</summary>
    public Shown Single => Assert.Single(Shown, one => !one.IsAboutPackages);

    /// <summary>Waits for the end.</summary>
    public Task EndAsync() => UntilAsync(cell => cell._end is not null);

    /// <summary>Waits until the cell is as it should be, or fails the test.</summary>
    public Task UntilAsync(Func<Cell, bool> happened) => host.UntilAsync(() => happened(this), ToString);

    /// <summary>The end, and all that was shown, in a few lines.</summary>
    public override string ToString() => string.Join('\n', [_end ?? "still running", Message, Console, .. Complaints, .. Shown]);

    internal void Add(string type, JsonElement value, bool isOwn)
    {
        lock (_events)
        {
            _events.Add((type, value));
            if (isOwn && type is "CommandSucceeded" or "CommandFailed")
            {
                _end = type;
            }
        }
    }

    internal static string? Form(JsonElement value, string mimeType) => value.GetProperty("formattedValues").EnumerateArray()
        .Where(form => form.GetProperty("mimeType").GetString() == mimeType)
        .Select(form => form.GetProperty("value").GetString()).FirstOrDefault();

    private List<(string Type, JsonElement Event)> Events()
    {
        lock (_events)
        {
            return [.. _events];
        }
    }

    private IEnumerable<JsonElement> Of(string type) => Events().Where(one => one.Type == type).Select(one => one.Event);
}
