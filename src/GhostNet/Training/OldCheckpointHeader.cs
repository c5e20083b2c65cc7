using System.Text.Json;

namespace GhostNet.Training;

/// <summary>The JSON part of a checkpoint of version 0.1.0.</summary>
internal sealed record OldCheckpointHeader(
    string LibraryVersion,
    TrainingOptions Options,
    string ModelType,
    IReadOnlyDictionary<string, JsonElement>? ModelConfig,
    TrainingData Data,
    int Epoch,
    int Step,
    long GlobalStep,
    int StepsPerEpoch,
    double EpochSeconds,
    long EpochCorrect,
    TrainingHistory History,
    IReadOnlyList<OldTensorEntry> Tensors);
