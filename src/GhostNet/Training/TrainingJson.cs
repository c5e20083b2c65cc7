using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>The same, made strict.</summary>
internal static class TrainingJson
{
    private static readonly JsonSerializerOptions s_strict = new(TrainingJsonContext.Default.Options)
    {
        TypeInfoResolver = TrainingJsonContext.Default.WithAddedModifier(
            CompleteJson.Of(["mixing", "pictureAugmentation", "fineTuning"], typeof(TrainingOptions), typeof(Augmentation), typeof(PictureAugmentation))),
    };

    public static JsonTypeInfo<OldCheckpointHeader> OldHeader { get; } = Of<OldCheckpointHeader>();

    public static JsonTypeInfo<TrainingOptions> Options { get; } = Of<TrainingOptions>();

    public static JsonTypeInfo<TrainingData> Data { get; } = Of<TrainingData>();

    public static JsonTypeInfo<CheckpointPosition> Position { get; } = Of<CheckpointPosition>();

    public static JsonTypeInfo<TrainingHistory> History { get; } = Of<TrainingHistory>();

    public static JsonTypeInfo<ILearningRateSchedule> Schedule { get; } = Of<ILearningRateSchedule>();

    private static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)s_strict.GetTypeInfo(typeof(T));
}
