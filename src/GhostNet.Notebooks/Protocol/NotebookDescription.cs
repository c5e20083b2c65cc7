namespace GhostNet.Notebooks.Protocol;

/// <summary>What a reader wants to know of a notebook before they open it. The tool and the runner, two programs, both know this type.</summary>
internal sealed record NotebookDescription
{
    /// <summary>Full path of the notebook.</summary>
    public required string Path { get; init; }

    /// <summary>Why it cannot be read, without the path; null when it can. Most of the rest is then empty.</summary>
    public string? Error { get; init; }

    /// <summary>The name of its kernel.</summary>
    public string Language { get; init; } = "";

    /// <summary>Its first heading.</summary>
    public string Title { get; init; } = "";

    /// <summary>The first sentence of its text.</summary>
    public string Summary { get; init; } = "";

    /// <summary>A hash of its text and code, not of its outputs.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The number of the cell that failed in the run that the outputs are of, or null.</summary>
    public int? FailedCell { get; init; }

    /// <summary>Whether there are outputs.</summary>
    public bool HasOutputs { get; init; }

    /// <summary>A small SVG image made of the pictures in its outputs; null where there are none.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>Full path of its page, with the outputs that the file holds.</summary>
    public string Page { get; init; } = "";

    /// <summary>All its text, in order.</summary>
    public IReadOnlyList<NotebookPassage> Passages { get; init; } = [];
}
