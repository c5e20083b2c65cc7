using System.Text.Json;
using System.Text.Json.Serialization;
using GhostNet.Cli.Commands;
using GhostNet.Cli.Commands.Data;
using GhostNet.Cli.Commands.Evaluate;
using GhostNet.Cli.Commands.Predict;
using GhostNet.Cli.Commands.Train;

namespace GhostNet.Cli;

/// <summary>Writes the results of all commands as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingResult))]
[JsonSerializable(typeof(DataInfoCommand.Report), TypeInfoPropertyName = "DataInfoReport")]
[JsonSerializable(typeof(PictureFolderReport))]
[JsonSerializable(typeof(DataShowCommand.Report), TypeInfoPropertyName = "DataShowReport")]
[JsonSerializable(typeof(DataVerifyCommand.Report), TypeInfoPropertyName = "DataVerifyReport")]
[JsonSerializable(typeof(DoctorCommand.Report), TypeInfoPropertyName = "DoctorReport")]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(ExportCommand.Report), TypeInfoPropertyName = "ExportReport")]
[JsonSerializable(typeof(ModelsCommand.Report), TypeInfoPropertyName = "ModelsReport")]
[JsonSerializable(typeof(PicturePrediction))]
[JsonSerializable(typeof(PredictCommand.Report), TypeInfoPropertyName = "PredictReport")]
[JsonSerializable(typeof(ReportCommand.Report), TypeInfoPropertyName = "ReportReport")]
[JsonSerializable(typeof(SummaryCommand.Report), TypeInfoPropertyName = "SummaryReport")]
internal sealed partial class CommandJson : JsonSerializerContext;
