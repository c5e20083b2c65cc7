using System.Text.Json.Serialization;

namespace GhostNet.Training;

/// <summary>How options, histories and headers are written as JSON: without reflection, which file-based apps switch off.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OldCheckpointHeader))]
[JsonSerializable(typeof(CheckpointPosition))]
[JsonSerializable(typeof(TrainingHistory))]
[JsonSerializable(typeof(ILearningRateSchedule))]
internal sealed partial class TrainingJsonContext : JsonSerializerContext;
