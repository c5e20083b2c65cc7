using System.Globalization;
using GhostNet.Notebooks.Protocol;

namespace GhostNet.Cli.Serving;

/// <summary>A notebook as the server knows it at one moment.</summary>
internal sealed record ServedNotebook
{
    /// <summary>Its place below the folder that holds all, with slashes and without the ending: also the address of its page.</summary>
    public required string Id { get; init; }

    /// <summary>What its own file holds.</summary>
    public required NotebookDescription Source { get; init; }

    /// <summary>What is shown: its own file, or the copy that a run wrote.</summary>
    public required NotebookDescription Shown { get; init; }

    /// <summary>The file of its page.</summary>
    public required string Page { get; init; }

    /// <summary>Whether the outputs were made by this server, so that what they show may act.</summary>
    public bool WasRun { get; init; }

    /// <summary>What has happened to it.</summary>
    public NotebookState State { get; init; }

    /// <summary>When the outputs were made.</summary>
    public DateTime? When { get; init; }

    /// <summary>How long the run took.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The cell that is being run; 0 before the first.</summary>
    public int Cell { get; init; }

    /// <summary>How many cells there are.</summary>
    public int CellCount { get; init; }

    /// <summary>More about the state: a line of code, or an error.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Grows when its page or its card must be loaded again.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The state in words.</summary>
    public string Status => State switch
    {
        NotebookState.Stored when !Shown.HasOutputs => "not run yet",
        NotebookState.Stored when Shown.FailedCell is { } cell => $"saved {At}, cell {Text(cell)} failed",
        NotebookState.Stored => $"saved {At}",
        NotebookState.Changed => "changed since it was run",
        NotebookState.Waiting => "waiting",
        NotebookState.Running when Cell == 0 => "starting",
        NotebookState.Running => $"cell {Text(Cell)} of {Text(CellCount)}",
        NotebookState.Done => $"ran {At} in {Seconds}",
        NotebookState.Failed when Shown.FailedCell is { } cell && WasRun => $"cell {Text(cell)} failed {At}",
        NotebookState.Failed => $"failed {At}",
        NotebookState.Stopped => $"stopped {At}",
        _ => "cannot be read",
    };

    /// <summary>Whether a run is under way or will be.</summary>
    public bool IsBusy => State is NotebookState.Running or NotebookState.Waiting;

    private string At => When is not { } when ? "" : when.Date == DateTime.Today
        ? when.ToString("'at' HH:mm", CultureInfo.InvariantCulture)
        : when.ToString("'on' d MMMM yyyy", CultureInfo.InvariantCulture);

    private string Seconds => string.Create(CultureInfo.InvariantCulture, $"{Time?.TotalSeconds:F1} s");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
