using GhostNet.Data;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;

namespace GhostNet.Interactive;

/// <summary>Pictures of evaluations.</summary>
public static class EvaluationExtensions
{
    /// <summary>Accuracy, precision and recall of each class, the confusion matrix, the calibration and the worst mistakes.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="dataset">That data set, to show the pictures of the mistakes; null for the one that the evaluation knows.</param>
    /// <param name="mistakes">How many mistakes to show at most, the most confident wrong predictions first.</param>
    /// <param name="interactive">
    /// Whether the HTML loads Plotly from its public address for the confusion matrix. Without a network the still picture stays.
    /// </param>
    /// <exception cref="ArgumentException">It is another data set.</exception>
    public static View View(
        this Evaluation evaluation, ImageDataset? dataset = null, int mistakes = 24, bool interactive = false) =>
        new EvaluationView(evaluation, dataset, mistakes, interactive);

    /// <summary>Images that are among the training images and among those that a model is measured with, side by side.</summary>
    /// <param name="duplicates">The pairs, of <see cref="DatasetSplit.FindDuplicates"/>.</param>
    /// <param name="count">How many to show at most, the nearest first; never more than 100.</param>
    public static View View(this IReadOnlyList<DuplicatePicture> duplicates, int count = 24) => new DuplicatesView(duplicates, count);
}
