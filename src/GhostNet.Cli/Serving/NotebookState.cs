namespace GhostNet.Cli.Serving;

/// <summary>What has happened to a notebook.</summary>
internal enum NotebookState
{
    /// <summary>Its outputs are those that a file holds.</summary>
    Stored,

    /// <summary>It was changed after its outputs were made.</summary>
    Changed,

    /// <summary>It will be run after others.</summary>
    Waiting,

    /// <summary>It is being run.</summary>
    Running,

    /// <summary>Every cell ran.</summary>
    Done,

    /// <summary>A cell failed.</summary>
    Failed,

    /// <summary>The run was stopped.</summary>
    Stopped,

    /// <summary>Its file cannot be read.</summary>
    Damaged,
}
