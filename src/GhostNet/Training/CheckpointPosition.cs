namespace GhostNet.Training;

/// <summary>Where in a training a checkpoint was written.</summary>
/// <param name="Epoch">Epochs that are done.</param>
/// <param name="Step">Steps that are done in the epoch after those.</param>
/// <param name="GlobalStep">Steps that are done in all.</param>
/// <param name="StepsPerEpoch">Steps per epoch.</param>
/// <param name="EpochSeconds">Time that the steps of this epoch took.</param>
/// <param name="EpochCorrect">Correct predictions in those steps.</param>
internal sealed record CheckpointPosition(int Epoch, int Step, long GlobalStep, int StepsPerEpoch, double EpochSeconds, long EpochCorrect);
