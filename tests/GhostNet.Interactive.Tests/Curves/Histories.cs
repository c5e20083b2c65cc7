using GhostNet.Training;

namespace GhostNet.Interactive.Tests.Curves;

/// <summary>Courses of trainings that never ran.</summary>
internal static class Histories
{
    /// <summary>A loss that falls with noise on it; the last epoch but one is the best.</summary>
    public static TrainingHistory Of(int epochs, int stepsPerEpoch = 50)
    {
        var random = new Random(3);
        return new TrainingHistory(
            [.. Enumerable.Range(1, epochs).Select(epoch => new EpochResult(
                epoch,
                2.3 * Math.Pow(epoch, -0.7),
                1 - (0.8 / epoch),
                2.4 * Math.Pow(epoch, -0.6),
                epoch == epochs - 1 ? 0.95 : 0.9 - (0.7 / epoch),
                0.1 * (1 - ((epoch - 1.0) / epochs)),
                12.5,
                1000))],
            [.. Enumerable.Range(0, epochs * stepsPerEpoch).Select(step => new LossPoint(
                step, (2.3 * Math.Pow(1 + (step / (double)stepsPerEpoch), -0.7)) + (0.3 * random.NextDouble())))]);
    }
}
