namespace GhostNet.Notebooks.Running;

/// <summary>How a run of a notebook ended.</summary>
internal enum RunOutcome
{
    /// <summary>Every cell ran.</summary>
    Good,

    /// <summary>A cell failed; those after it were not run.</summary>
    Failed,

    /// <summary>A cell did not end in time or ended its process, or somebody stopped the run.</summary>
    Abandoned,
}
