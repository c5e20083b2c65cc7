using System.Text.Json;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Checks what the JSON of a checkpoint says, against the tensors that are there too, before anything is built from it.</summary>
internal static class CheckpointCheck
{
    /// <summary>Pixels on an edge: more than any network here is trained on.</summary>
    private const int MaxEdge = 1024;

    private const int MaxClasses = 1 << 16;

    /// <summary>The first fault, in words; null when there is none.</summary>
    public static string? Fault(CheckpointHeader header, IReadOnlyList<SafetensorsEntry> tensors) =>
        Refusal("options", header.Options.Validate)
        ?? DataFault(header.Data)
        ?? PositionFault(header, tensors)
        ?? HistoryFault(header)
        ?? ModelFault(header, tensors);

    private static string? Refusal(string what, Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"a value of its {what} is not allowed: {exception.Message}";
        }
    }

    private static string? DataFault(TrainingData data) => data switch
    {
        { Images: < 1 } => $"it was trained on {data.Images} images",
        { Channels: < 1 or > 16 } or { Height: < 1 or > MaxEdge } or { Width: < 1 or > MaxEdge } =>
            $"its images are {data.Channels}×{data.Height}×{data.Width}, but must have 1 to 16 channels and edges of 1 to {MaxEdge} pixels",
        { ClassNames.Count: 0 or > MaxClasses } => $"it names {data.ClassNames.Count} classes",
        _ when data.ClassNames.Contains(null!) => "the name of a class is null",
        _ when data.Mean.Count != data.Channels || data.Std.Count != data.Channels =>
            $"it has {data.Mean.Count} means and {data.Std.Count} standard deviations for {data.Channels} channels",
        _ when !data.Mean.All(float.IsFinite) => "the mean of a channel is not finite",
        _ when !data.Std.All(std => std > 0 && float.IsFinite(std)) => "the standard deviation of a channel is not above 0",
        { Transform: { } transform } when transform.Size != data.Height || transform.Size != data.Width || data.Channels is not (1 or 3) =>
            $"its pictures become {transform.Size}×{transform.Size}, but its images are {data.Channels}×{data.Height}×{data.Width}",
        _ => null,
    };

    private static string? PositionFault(CheckpointHeader header, IReadOnlyList<SafetensorsEntry> tensors)
    {
        var (epochs, step, globalStep, stepsPerEpoch, seconds, correct) = header.Position;
        var steps = BatchLoader.CountBatches(header.Data.Images, header.Options.BatchSize, header.Options.DropLast);
        return epochs < 0 || step < 0
            ? $"it claims epoch {epochs}, step {step}"
            : stepsPerEpoch != steps || steps == 0
            ? $"it has {stepsPerEpoch} steps per epoch, but {header.Data.Images} images in batches of {header.Options.BatchSize} make {steps}"
            : step > steps || globalStep != (long)epochs * steps + step
            ? $"it claims step {globalStep}, which is not step {step} after {epochs} epochs of {steps}"
            : correct < 0 || correct > (long)step * header.Options.BatchSize
            ? $"it counts {correct} correct predictions in {step} steps"
            : !IsTime(seconds)
            ? $"it claims {seconds} s for its epoch"
            : !tensors.Any(tensor => tensor is { Name: PartStates.EpochLossesName, Type.Type: ScalarType.Float32, Shape: [var losses] } && losses == step)
            ? $"{PartStates.EpochLossesName} does not hold the losses of {step} steps"
            : null;
    }

    private static string? HistoryFault(CheckpointHeader header)
    {
        var history = header.History;
        if (history.Epochs.Count != header.Position.Epoch || history.StepLosses.Count > TrainingHistory.MaxStepLosses)
        {
            return $"its history has {history.Epochs.Count} epochs and {history.StepLosses.Count} losses, but {header.Position.Epoch} epochs are done";
        }

        for (var i = 0; i < history.Epochs.Count; i++)
        {
            if (history.Epochs[i] is not { } epoch || epoch.Epoch != i + 1 || !IsFraction(epoch.TrainAccuracy) || !IsFraction(epoch.ValidationAccuracy ?? 0)
                || !IsTime(epoch.Seconds) || !IsTime(epoch.ImagesPerSecond) || !IsTime(epoch.LearningRate))
            {
                return $"epoch {i + 1} of its history has a number out of range";
            }
        }

        var before = -1L;
        foreach (var point in history.StepLosses)
        {
            if (point is null || point.Step <= before || point.Step >= header.Position.GlobalStep)
            {
                return $"the loss after step {before} in its history is missing or out of order";
            }

            before = point.Step;
        }

        return null;
    }

    private static string? ModelFault(CheckpointHeader header, IReadOnlyList<SafetensorsEntry> tensors)
    {
        if (header.Network.Spec is not { } spec)
        {
            return null;
        }

        if (Option("inputChannels") != header.Data.Channels || Option("classes") < header.Data.ClassNames.Count)
        {
            return $"its network takes {Option("inputChannels")} channels and has {Option("classes")} classes, but its data have {header.Data.Channels} and {header.Data.ClassNames.Count}";
        }

        // Whoever has not registered the network may still load its weights into one.
        return ModelRegistry.IsRegistered(spec) ? NetworkFault(spec, tensors) : null;

        int? Option(string name) => spec.Options.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>Why a network cannot have the tensors of the checkpoint; null when it may.</summary>
    internal static string? NetworkFault(ModelSpec spec, IReadOnlyList<SafetensorsEntry> tensors)
    {
        var weights = CheckpointLayout.Weights(tensors, averaged: false).ToList();
        return ModelRegistry.Fault(spec, weights.Sum(static tensor => (double)(TensorShape.Count(tensor.Shape) ?? 0)), weights.Count);
    }

    private static bool IsFraction(double value) => value is >= 0 and <= 1;

    private static bool IsTime(double time) => time >= 0 && double.IsFinite(time);
}
