namespace GhostNet.Training;

/// <summary>A number of an epoch by which <see cref="EarlyStopping"/> judges.</summary>
public enum TrainingMetric
{
    /// <summary>Share of right answers on the test images: higher is better.</summary>
    TestAccuracy,

    /// <summary>Loss on the test images: lower is better.</summary>
    TestLoss,

    /// <summary>Loss on the training images: lower is better.</summary>
    TrainLoss,
}
