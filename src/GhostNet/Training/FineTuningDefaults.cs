using GhostNet.Data;

namespace GhostNet.Training;

/// <summary>The options of <see cref="TrainingOptions.ForFineTuning"/>.</summary>
internal static class FineTuningDefaults
{
    /// <summary>Chooses them by the number of images.</summary>
    public static TrainingOptions For(ImageDataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0)
        {
            throw new ArgumentException($"{train.Name} has no images to learn from.", nameof(train));
        }

        var batch = train.Count < 200 ? 16 : train.Count < 10_000 ? 32 : 64;

        // Ten times as many images get little more than half as many epochs, and so nearly six times as many steps.
        var epochs = (int)Math.Clamp(Math.Round(100 / Math.Pow(train.Count, 0.25)), 5, 40);
        return new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = batch,

            // What LearningRateFinder found for 400 pictures of textures, with weights from CIFAR-10; the body gets a tenth.
            LearningRate = 0.2,
            WeightDecay = 5e-4,
            Loss = train.LabelSets is null ? new CrossEntropy(labelSmoothing: 0.1, ClassBalance.Of(train).Weights) : new BinaryCrossEntropy(),
            PictureAugmentation = new() { MinArea = train.Count < 10_000 ? 0.35 : 0.2, Brightness = 0.2, Contrast = 0.2, Saturation = 0.2 },
            FineTuning = new FineTuning(frozenEpochs: Math.Max(1, epochs / 5)),
            DropLast = train.Count % batch == 1,
        };
    }
}
