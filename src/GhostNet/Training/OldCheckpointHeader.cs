using GhostNet.Models;

namespace GhostNet.Training;

/// <summary>The JSON part of a checkpoint of version 0.1.0.</summary>
internal sealed record OldCheckpointHeader(
    string LibraryVersion,
    TrainingOptions Options,
    string ModelType,
    GhostNetConfig? ModelConfig,
    TrainingData Data,
    int Epoch,
    int Step,
    long GlobalStep,
    int StepsPerEpoch,
    double EpochSeconds,
    long EpochCorrect,
    TrainingHistory History,
    IReadOnlyList<OldTensorEntry> Tensors);
