using System.Globalization;
using GhostNet.Cli.Reports;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Cli.Runs;

/// <summary>What a model and the options of a training are, for people.</summary>
internal static class TrainingFacts
{
    /// <summary>How a model is configured.</summary>
    public static IReadOnlyList<Fact> Of(GhostNetConfig config, string? preset) =>
    [
        new("preset", preset ?? "unknown"),
        new("width", Number(config.Width)),
        new("stem stride", Number(config.StemStride)),
        new("head channels", Number(config.HeadChannels)),
        new("dropout", Number(config.Dropout)),
        new("classes", Number(config.Classes)),
    ];

    /// <summary>What a training was told.</summary>
    public static IReadOnlyList<Fact> Of(TrainingOptions options, DatasetSource source, ImageDataset data) =>
    [
        new("data set", data.ToString()),
        .. source.Limit is { } limit ? new Fact[] { new("limit", $"the first {Figures.Count(limit)} images") } : [],
        new("epochs", Number(options.Epochs)),
        new("batch", Number(options.BatchSize)),
        new("validation", source.Validation > 0 ? $"{Number(source.Validation)} of the training images, set aside" : "none"),
        new("loss", $"{options.Loss}"),
        new("optimizer", $"{options.Optimizer}"),
        new("peak learning rate", Number(options.LearningRate)),
        new("schedule", $"{Name(options.Schedule)}{(options.WarmupEpochs > 0 ? $", after {Number(options.WarmupEpochs)} epoch(s) of warm-up" : "")}"),
        new("weight decay", Number(options.WeightDecay)),
        new("average of weights", options.EmaDecay > 0 ? $"decay {Number(options.EmaDecay)}" : "none"),
        new("augmentation", $"crop with padding {options.Augmentation.Padding}{(options.Augmentation.Flip ? ", flip" : "")}{(options.Augmentation.Cutout > 0 ? $", cutout {options.Augmentation.Cutout}" : "")}"),
        new("image size", options.ProgressiveEpochs > 0 ? $"three quarters of the edges in the first {options.ProgressiveEpochs} epoch(s), then whole images" : "whole images"),
        new("seed", Number(options.Seed)),
        new("device", $"{options.Device}, {torch.get_num_threads()} thread(s)"),
    ];

    private static string Name(ILearningRateSchedule schedule) => schedule switch
    {
        ConstantSchedule => "constant",
        StepSchedule step => $"step, times {Number(step.DropMultiplier)} every {Number(step.EveryEpochs)} epochs",
        CosineSchedule => "cosine",
        OneCycleSchedule => "one-cycle",
        _ => $"{schedule}",
    };

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
