using System.Text.Json;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;

namespace GhostNet.Cli.Reports;

/// <summary>A model and the options of a training as rows of a table.</summary>
internal static class TrainingFacts
{
    /// <summary>A network in a few words: its name, and what differs from what is registered.</summary>
    public static string Title(ImageClassifier model) => string.Join(", ", [
        ForeignText.Show(model.Spec.Name),
        .. Scalars(model.Spec).Where(static option => option.Key is not ("classes" or "inputChannels")).Select(static option => $"{Words(option.Key)} {Text(option.Value)}"),
    ]);

    /// <summary>How a network is configured.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(ImageClassifier model)
    {
        var entry = ModelRegistry.Find(model.Spec.Name);
        return
        [
            new("network", ForeignText.Show(entry.Name)),
            new("what it is", ForeignText.Show(entry.Description)),
            .. Scalars(entry.Complete(model.Spec)).Select(static option => new KeyValuePair<string, string>(Words(option.Key), Text(option.Value))),
        ];
    }

    /// <summary>The options of a training.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainingOptions options, DatasetSource source, DatasetSplit data) =>
    [
        new("data set", data.Train.ToString()),
        .. source.Limit is { } limit ? new KeyValuePair<string, string>[] { new("limit", $"the first {NumberFormat.Count(limit)} images") } : [],
        new("epochs", Number(options.Epochs)),
        new("batch", Number(options.BatchSize)),
        new("validation", source.Validation > 0 ? $"{Number(source.Validation)} of the training images, set aside" : data.Validation is { } own ? $"{NumberFormat.Count(own.Count)} images: {own.Name}" : "none"),
        new("loss", $"{options.Loss}"),
        new("optimizer", $"{options.Optimizer}"),
        new("peak learning rate", Number(options.LearningRate)),
        new("schedule", $"{options.Schedule}{(options.WarmupEpochs > 0 ? $", after {NumberFormat.Count(options.WarmupEpochs, "epoch")} of warm-up" : "")}"),
        new("weight decay", Number(options.WeightDecay)),
        new("average of weights", options.EmaDecay > 0 ? $"decay {Number(options.EmaDecay)}" : "none"),
        .. options.FineTuning is { } fine ? new KeyValuePair<string, string>[] { new("fine-tuning", fine.ToString()) } : [],
        new("augmentation", data.Train.Transform is null ? Text(options.Augmentation) : $"{options.PictureAugmentation}"),
        .. data.Train.Transform is { } transform ? new KeyValuePair<string, string>[] { new("evaluation", transform.ToString()) } : [],
        new("mixing", options.Mixing?.ToString() ?? "none"),
        new("image size", options.ProgressiveEpochs > 0 ? $"three quarters of the edges in the first {NumberFormat.Count(options.ProgressiveEpochs, "epoch")}, then whole images" : "whole images"),
        new("seed", Number(options.Seed)),
        new("device", $"{options.Device}, {NumberFormat.Count(torch.get_num_threads(), "thread")}"),
    ];

    private static string Text(Augmentation change) =>
        $"crop with padding {change.Padding}{(change.Flip ? ", flip" : "")}{(change.Cutout > 0 ? $", cutout {change.Cutout}" : "")}";

    private static string Number(double value) => NumberFormat.Number(value, "G6");

    /// <summary>The options that are a number or a word; a table of layers is too long to be shown.</summary>
    private static IEnumerable<KeyValuePair<string, JsonElement>> Scalars(ModelSpec spec) =>
        spec.Options.Where(static option => option.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String);

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Number ? Number(value.GetDouble()) : ForeignText.Show(value.GetString());

    /// <summary>The name of an option as words: stemStride is "stem stride".</summary>
    private static string Words(string option) =>
        ForeignText.Show(string.Concat(option.Select(static letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}")));
}
