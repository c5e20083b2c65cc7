using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Cli.Runs;

/// <summary>What suits a data set when the command line says nothing else.</summary>
/// <param name="Model">The network.</param>
/// <param name="Options">How to train.</param>
internal sealed record DatasetDefaults(ModelSpec Model, TrainingOptions Options)
{
    /// <summary>The defaults of a data set.</summary>
    /// <param name="dataset">Its name on the command line.</param>
    public static DatasetDefaults For(string dataset) => dataset switch
    {
        DatasetSource.Cifar10 => new(new ModelSpec(ModelChoice.Default), new TrainingOptions()),
        DatasetSource.FashionMnist => new(new ModelSpec(ModelChoice.Default), new TrainingOptions { Epochs = 6 }),

        // Few pictures as a rule, and each is large: small batches make more steps of them.
        DatasetSource.Pictures => new(
            ModelChoice.Suited(width: 1, stemStride: 2),
            new TrainingOptions { Epochs = 30, BatchSize = 32, LearningRate = 0.05, PictureAugmentation = new() { MinArea = 0.35, Brightness = 0.2, Contrast = 0.2, Saturation = 0.2 } }),

        // Small and quick: the point is to see a training through in about a minute.
        _ => new(ModelChoice.Suited(width: 0.5, stemStride: 2), new TrainingOptions { Epochs = 10, BatchSize = 64, Schedule = LearningRateSchedule.OneCycle(), WarmupEpochs = 0 }),
    };
}
