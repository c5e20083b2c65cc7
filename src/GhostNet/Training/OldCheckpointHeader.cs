using GhostNet.Models;
using static TorchSharp.torch;

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

/// <summary>A tensor in such a checkpoint. The bytes of all follow each other in this order, little-endian.</summary>
internal sealed record OldTensorEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Bytes);
