namespace GhostNet.Training;

/// <summary>The loss of one step.</summary>
/// <param name="Step">Number of the step since training began, from 0.</param>
/// <param name="Loss">Mean loss of its batch.</param>
public sealed record LossPoint(long Step, double Loss);
