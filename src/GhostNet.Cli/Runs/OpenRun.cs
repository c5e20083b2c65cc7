using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>A run and one of its checkpoints.</summary>
/// <param name="Run">The folder.</param>
/// <param name="Checkpoint">The checkpoint, checked.</param>
internal sealed record OpenRun(RunFolder Run, Checkpoint Checkpoint);
