using GhostNet.Data;
using GhostNet.IO;
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
    private const int MaxTensors = 1 << 16;

    /// <summary>The first fault, in words; null when there is none.</summary>
    public static string? Fault(CheckpointHeader header, long dataLength) =>
        TensorFault(header.Tensors, dataLength)
        ?? Refusal("options", header.Options.Validate)
        ?? DataFault(header.Data)
        ?? PositionFault(header)
        ?? HistoryFault(header)
        ?? ModelFault(header);

    private static string? TensorFault(IReadOnlyList<TensorEntry> entries, long dataLength)
    {
        if (entries.Count > MaxTensors)
        {
            return $"it has {entries.Count} tensors, more than {MaxTensors}";
        }

        var names = new HashSet<string>();
        Int128 sum = 0;
        foreach (var entry in entries)
        {
            if (entry is null)
            {
                return "a tensor is null";
            }

            if (!names.Add(entry.Name))
            {
                return $"it has the tensor {ForeignText.Show(entry.Name)} twice";
            }

            var size = TensorShape.Count([.. entry.Shape]) is { } count && SizeOf(entry.Type) is { } bytes ? (Int128)count * bytes : -1;
            if (size != entry.Bytes || entry.Bytes > int.MaxValue)
            {
                return $"tensor {ForeignText.Show(entry.Name)} claims {entry.Bytes} bytes for shape [{ForeignText.Show(string.Join(", ", entry.Shape.Take(TensorShape.MaxRank)))}]";
            }

            sum += entry.Bytes;
        }

        return sum == dataLength ? null : $"its tensors take {sum} bytes, but it has {dataLength}";
    }

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
        _ => null,
    };

    private static string? PositionFault(CheckpointHeader header)
    {
        var steps = BatchLoader.CountBatches(header.Data.Images, header.Options.BatchSize, header.Options.DropLast);
        return header switch
        {
            { Epoch: < 0 } or { Step: < 0 } => $"it claims epoch {header.Epoch}, step {header.Step}",
            _ when header.StepsPerEpoch != steps || steps == 0 =>
                $"it has {header.StepsPerEpoch} steps per epoch, but {header.Data.Images} images in batches of {header.Options.BatchSize} make {steps}",
            _ when header.Step > steps || header.GlobalStep != (long)header.Epoch * steps + header.Step =>
                $"it claims step {header.GlobalStep}, which is not step {header.Step} after {header.Epoch} epochs of {steps}",
            _ when header.EpochCorrect < 0 || header.EpochCorrect > (long)header.Step * header.Options.BatchSize =>
                $"it counts {header.EpochCorrect} correct predictions in {header.Step} steps",
            _ when !IsTime(header.EpochSeconds) => $"it claims {header.EpochSeconds} s for its epoch",
            _ when Tensor(header, Checkpoint.RandomStateName) is not { Type: ScalarType.Byte, Shape.Count: 1 } => $"it has no {Checkpoint.RandomStateName}",
            _ when Tensor(header, Checkpoint.EpochLossesName) is not { Type: ScalarType.Float32, Shape: [var losses] } || losses != header.Step =>
                $"{Checkpoint.EpochLossesName} does not hold the losses of {header.Step} steps",
            _ => null,
        };
    }

    private static string? HistoryFault(CheckpointHeader header)
    {
        var history = header.History;
        if (history.Epochs.Count != header.Epoch || history.StepLosses.Count > TrainingHistory.MaxStepLosses)
        {
            return $"its history has {history.Epochs.Count} epochs and {history.StepLosses.Count} losses, but {header.Epoch} epochs are done";
        }

        for (var i = 0; i < history.Epochs.Count; i++)
        {
            if (history.Epochs[i] is not { } epoch || epoch.Epoch != i + 1 || !IsShare(epoch.TrainAccuracy) || !IsShare(epoch.ValidationAccuracy ?? 0)
                || !IsTime(epoch.Seconds) || !IsTime(epoch.ImagesPerSecond) || !IsTime(epoch.LearningRate))
            {
                return $"epoch {i + 1} of its history has a number out of range";
            }
        }

        var before = -1L;
        foreach (var point in history.StepLosses)
        {
            if (point is null || point.Step <= before || point.Step >= header.GlobalStep)
            {
                return $"the loss after step {before} in its history is missing or out of order";
            }

            before = point.Step;
        }

        return null;
    }

    private static string? ModelFault(CheckpointHeader header)
    {
        if (header.ModelConfig is not { } config)
        {
            return null;
        }

        if (config.InputChannels != header.Data.Channels || config.Classes < header.Data.ClassNames.Count)
        {
            return $"its network takes {config.InputChannels} channels and has {config.Classes} classes, but its data have {header.Data.Channels} and {header.Data.ClassNames.Count}";
        }

        if (config.Stages.Count == 0 || config.Stages.Any(stage => stage is null || stage.Bottlenecks.Contains(null!)))
        {
            return "a stage of its network is empty";
        }

        var tensors = header.Tensors.Where(tensor => tensor.Name.StartsWith(Checkpoint.ModelPrefix, StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Name[Checkpoint.ModelPrefix.Length..], tensor => tensor.Shape);
        return NetworkShapes.FirstDifference(config, tensors) is { } name
            ? $"its network, {config}, and its tensors differ at {ForeignText.Show(name)}"
            : Refusal("network", () => ConfigCheck.Check(config));
    }

    private static TensorEntry? Tensor(CheckpointHeader header, string name) => header.Tensors.FirstOrDefault(tensor => tensor.Name == name);

    private static bool IsShare(double share) => share is >= 0 and <= 1;

    private static bool IsTime(double time) => time >= 0 && double.IsFinite(time);

    private static int? SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => null,
    };
}
