using System.Globalization;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Cli.Reports;

/// <summary>A model and the options of a training as rows of a table.</summary>
internal static class TrainingFacts
{
    /// <summary>How a model is configured.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(GhostNetConfig config, string? preset) =>
    [
        new("preset", preset ?? "unknown"),
        new("width", Number(config.Width)),
        new("stem stride", Number(config.StemStride)),
        new("head channels", Number(config.HeadChannels)),
        new("dropout", Number(config.Dropout)),
        new("classes", Number(config.Classes)),
    ];

    /// <summary>The options of a training.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainingOptions options, DatasetSource source, ImageDataset data) =>
    [
        new("data set", data.ToString()),
        .. source.Limit is { } limit ? new KeyValuePair<string, string>[] { new("limit", $"the first {NumberFormat.Count(limit)} images") } : [],
        new("epochs", Number(options.Epochs)),
        new("batch", Number(options.BatchSize)),
        new("optimiser", options.Optimizer == OptimizerKind.AdamW ? "AdamW" : $"SGD, momentum {Number(options.Momentum)}{(options.Nesterov ? ", Nesterov" : "")}"),
        new("highest learning rate", Number(options.LearningRate)),
        new("schedule", $"{Name(options.Schedule)}{(options.WarmupEpochs > 0 ? $", after {Number(options.WarmupEpochs)} epoch(s) of warm-up" : "")}"),
        new("weight decay", Number(options.WeightDecay)),
        new("label smoothing", Number(options.LabelSmoothing)),
        new("average of weights", options.EmaDecay > 0 ? $"decay {Number(options.EmaDecay)}" : "none"),
        new("augmentation", $"crop with padding {options.Augmentation.Padding}{(options.Augmentation.Flip ? ", flip" : "")}{(options.Augmentation.Cutout > 0 ? $", cutout {options.Augmentation.Cutout}" : "")}"),
        new("image size", options.ProgressiveEpochs > 0 ? $"three quarters of the edges in the first {options.ProgressiveEpochs} epoch(s), then whole images" : "whole images"),
        new("seed", Number(options.Seed)),
        new("device", $"{options.Device}, {torch.get_num_threads()} thread(s)"),
    ];

    private static string Name(LearningRateSchedule schedule) => schedule switch
    {
        ConstantSchedule => "constant",
        StepSchedule step => $"step, times {Number(step.DropFactor)} every {Number(step.EveryEpochs)} epochs",
        CosineSchedule => "cosine",
        OneCycleSchedule => "one-cycle",
        _ => schedule.ToString(),
    };

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
