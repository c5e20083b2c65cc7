namespace GhostNet.Training;

/// <summary>Why training ended.</summary>
public enum TrainingOutcome
{
    /// <summary>It has not ended, or the process was killed.</summary>
    Unfinished,

    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>A callback stopped it; see <see cref="TrainingHistory.Reason"/>.</summary>
    Stopped,

    /// <summary><see cref="TrainingOptions.Cancellation"/> stopped it.</summary>
    Cancelled,
}
