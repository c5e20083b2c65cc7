using System.Text.Json;

namespace GhostNet.Notebooks.Protocol;

/// <summary>What the runner is asked to do. The tool and the runner, two programs, both know this type.</summary>
internal sealed record NotebookRequest
{
    /// <summary>True to only name the notebooks.</summary>
    public bool List { get; init; }

    /// <summary>True to make the notebooks of both languages from documents that hold both.</summary>
    public bool Build { get; init; }

    /// <summary>True to name them in JSON.</summary>
    public bool Json { get; init; }

    /// <summary>
    /// True to describe the notebooks, each in a line of JSON (<see cref="NotebookDescription"/>), and to write a page of each with the
    /// outputs that its file holds. Nothing is run.
    /// </summary>
    public bool Describe { get; init; }

    /// <summary>Notebooks, or folders that hold them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Only notebooks of folders that are in this language; null for all.</summary>
    public string? Language { get; init; }

    /// <summary>The folder for what comes out.</summary>
    public string Output { get; init; } = "";

    /// <summary>The longest time for one cell; 0 for no limit.</summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Values for the cells tagged <c>parameters</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads the request from a command line.</summary>
    /// <param name="text">What <see cref="ToString"/> wrote.</param>
    public static NotebookRequest Parse(string text) => JsonSerializer.Deserialize(text, NotebookRequestJson.Default.NotebookRequest)!;

    /// <summary>The request as one word of a command line.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, NotebookRequestJson.Default.NotebookRequest);
}
