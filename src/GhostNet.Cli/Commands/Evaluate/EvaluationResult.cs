using GhostNet.Cli.Reports;
using GhostNet.Data;
using GhostNet.Metrics;

namespace GhostNet.Cli.Commands.Evaluate;

/// <summary>The result of an evaluation, for programs that read the output.</summary>
internal sealed record EvaluationResult(
    string Checkpoint,
    string Dataset,
    bool Synthetic,
    bool Mirrored,
    int Images,
    double Accuracy,
    int TopK,
    double TopKAccuracy,
    double MacroPrecision,
    double MacroRecall,
    double MacroF1,
    double Loss,
    double CalibrationError,
    IReadOnlyList<CalibrationBin> Calibration,
    IReadOnlyList<EvaluationResult.ClassRow> Classes,
    IReadOnlyList<long[]> ConfusionMatrix,
    IReadOnlyList<EvaluationResult.Mistake> WorstMistakes,
    int LearntFrom,
    IReadOnlyList<DuplicatePicture> Duplicates,
    string? NotLookedFor,
    string Page)
{
    private const int MostMistakes = 24;

    /// <summary>Gathers the result.</summary>
    /// <param name="source">The file of the network.</param>
    /// <param name="images">The images.</param>
    /// <param name="mirrored">Whether each image was also shown mirrored.</param>
    /// <param name="evaluation">How good the network is.</param>
    /// <param name="leak">Which of the images it has learnt from.</param>
    /// <param name="page">The page.</param>
    public static EvaluationResult Of(string source, ImageDataset images, bool mirrored, Evaluation evaluation, Leak leak, string page) => new(
        source,
        images.Name,
        images.IsSynthetic,
        mirrored,
        evaluation.Count,
        evaluation.Accuracy,
        evaluation.TopK,
        evaluation.TopKAccuracy,
        evaluation.MacroPrecision,
        evaluation.MacroRecall,
        evaluation.MacroF1,
        evaluation.Loss,
        evaluation.Calibration.ExpectedError,
        evaluation.Calibration.Bins,
        [.. evaluation.PerClass.Select(one => new ClassRow(one.Name, one.Count, one.Correct, one.Recall, one.Precision, one.F1))],
        Rows(evaluation.ConfusionMatrix),
        [.. evaluation.Misclassifications.Take(MostMistakes).Select(wrong => new Mistake(wrong.Image, images.ClassNames[wrong.Label], images.ClassNames[wrong.Prediction], wrong.Confidence))],
        leak.Learnt,
        leak.Duplicates,
        leak.NotLookedFor,
        page);

    private static long[][] Rows(long[,] matrix) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row => Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column]).ToArray())];

    internal sealed record ClassRow(string Name, long Count, long Correct, double? Recall, double? Precision, double? F1);

    internal sealed record Mistake(string Image, string Class, string Prediction, double Confidence);
}
