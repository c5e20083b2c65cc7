namespace GhostNet.Notebooks.Execution;

/// <summary>How a run of a notebook ended.</summary>
internal enum RunOutcome
{
    /// <summary>Every cell ran.</summary>
    Good,

    /// <summary>A cell failed, did not end in time or ended its process; those after it were not run.</summary>
    Failed,

    /// <summary>Somebody stopped the run.</summary>
    Stopped,
}
