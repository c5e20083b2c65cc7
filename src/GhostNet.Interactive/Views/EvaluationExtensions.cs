using GhostNet.Data;
using GhostNet.Interactive.Views;
using GhostNet.Metrics;

namespace GhostNet.Interactive;

/// <summary>Pictures of evaluations.</summary>
public static class EvaluationExtensions
{
    /// <summary>Accuracy, the confusion matrix and the worst mistakes.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="dataset">That data set, to show the pictures of the mistakes; null for none.</param>
    /// <param name="mistakes">How many mistakes to show at most, the most confident wrong predictions first.</param>
    /// <param name="interactive">
    /// Whether the HTML loads Plotly from its public address for the confusion matrix. Without a network the still picture stays.
    /// </param>
    /// <exception cref="ArgumentException">It is another data set.</exception>
    public static View View(
        this Evaluation evaluation, ImageDataset? dataset = null, int mistakes = 24, bool interactive = false) =>
        new EvaluationView(evaluation, dataset, mistakes, interactive);
}
