using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>What suits a data set when the command line says nothing else.</summary>
/// <param name="Width">Width of the model.</param>
/// <param name="StemStride">Stride of its first convolution.</param>
/// <param name="Options">How to train.</param>
internal sealed record DatasetDefaults(double Width, int StemStride, TrainingOptions Options)
{
    /// <summary>The defaults of a data set.</summary>
    /// <param name="dataset">Its name on the command line.</param>
    public static DatasetDefaults For(string dataset) => dataset switch
    {
        DatasetSource.Cifar10 => new(1.0, 1, new TrainingOptions()),
        DatasetSource.FashionMnist => new(1.0, 1, new TrainingOptions { Epochs = 6 }),

        // Small and quick: the point is to see a training through in about a minute.
        _ => new(0.5, 2, new TrainingOptions { Epochs = 10, BatchSize = 64, Schedule = LearningRateSchedule.OneCycle(), WarmupEpochs = 0 }),
    };
}
