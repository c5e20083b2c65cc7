using GhostNet.Data;
using GhostNet.Models;
using TorchSharp;

namespace GhostNet.Training;

/// <summary>Checks that data fit each other and what is trained, before the first step.</summary>
internal static class TrainingDataCheck
{
    /// <summary>Checks the data of a call of <see cref="Trainer.Fit"/>.</summary>
    /// <param name="state">The training.</param>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">Images to validate with; null for none.</param>
    /// <param name="stepsPerEpoch">Batches of an epoch.</param>
    /// <exception cref="ArgumentException">The data do not fit the model, the options or the checkpoint.</exception>
    /// <exception cref="NotSupportedException">The network cannot be validated: a layer inside has no description.</exception>
    public static void Check(TrainingState state, ImageDataset train, ImageDataset? validation, int stepsPerEpoch)
    {
        if (state.Model is ImageClassifier network && (network.InputChannels != train.Channels || network.Classes < train.ClassNames.Count))
        {
            throw new ArgumentException(
                $"The model takes {network.InputChannels} channels and has {network.Classes} classes, but {train} differs: "
                + $"build it with InputChannels = {train.Channels} and Classes = {train.ClassNames.Count}.",
                nameof(train));
        }

        if (validation is not null
            && (validation.Channels, validation.Height, validation.Width, validation.ClassNames.Count) != (train.Channels, train.Height, train.Width, train.ClassNames.Count))
        {
            throw new ArgumentException($"The validation images are not like the training images: {validation}, but {train}.", nameof(validation));
        }

        if (train.LabelSets is not null)
        {
            CheckSeveral(state, train);
        }

        if (validation is not null && validation.LabelSets is null != train.LabelSets is null)
        {
            throw new ArgumentException($"Either all images may have several classes, or none: {validation}, but {train}.", nameof(validation));
        }

        // Validation on a CPU needs the description of every layer. It comes only after an epoch, which nobody wants to lose.
        if (validation is not null && state.Model is ImageClassifier described && described.parameters().First().device_type == DeviceType.CPU)
        {
            described.Optimized().Dispose();
        }

        if (state.Options is { DropLast: false, BatchSize: > 1 } && train.Count % state.Options.BatchSize == 1)
        {
            throw new ArgumentException(
                $"{train.Count} images in batches of {state.Options.BatchSize} leave a last batch of one image, from which batch normalisation "
                + "cannot learn: set DropLast = true or change BatchSize.",
                nameof(train));
        }

        var cutout = train.Pictures is null ? state.Options.Augmentation.Cutout : state.Options.PictureAugmentation.Cutout;
        if (cutout > Math.Min(train.Height, train.Width))
        {
            throw new ArgumentException(
                $"Cutout is {cutout} pixels, and the images are {train.Height}×{train.Width}: nothing would be left of them. Make it smaller.",
                nameof(train));
        }

        if (state.Data is { } before && (before.Images != train.Count || state.StepsPerEpoch != stepsPerEpoch))
        {
            throw new ArgumentException(
                $"The training has done {state.GlobalStep} steps on {before}, so it needs the same images, not {train}.", nameof(train));
        }
    }

    /// <summary>Checks a training on images of several classes.</summary>
    private static void CheckSeveral(TrainingState state, ImageDataset train)
    {
        if (state.Options.Loss is CrossEntropy)
        {
            throw new ArgumentException(
                $"{train}, but the loss {state.Options.Loss} is for images of one class: set Loss = new {nameof(BinaryCrossEntropy)}().", nameof(train));
        }

        if (state.Options.Mixing is not null)
        {
            throw new ArgumentException($"{train}, and Mixing mixes images of one class: leave it out.", nameof(train));
        }

        if (state.Model is ImageClassifier network && network.Classes != train.ClassNames.Count)
        {
            throw new ArgumentException(
                $"{train}, and the model has {network.Classes}: build it with Classes = {train.ClassNames.Count}.", nameof(train));
        }
    }
}
