using GhostNet.Interactive.Views;
using GhostNet.Metrics;
using GhostNet.Training;

namespace GhostNet.Interactive;

/// <summary>Pictures of trainings.</summary>
public static class TrainingExtensions
{
    /// <summary>The curves of a training as it is now.</summary>
    /// <param name="history">The course of the training.</param>
    /// <param name="interactive">
    /// Whether the HTML loads Plotly from its public address, to zoom and to read numbers off. If false, or without a network,
    /// there is a still picture.
    /// </param>
    public static CurvesView View(this TrainingHistory history, bool interactive = false) => new(history, interactive);

    /// <summary>Two trainings beside each other: their curves in the same charts, and what came of them.</summary>
    /// <param name="history">The course of the first.</param>
    /// <param name="other">The course of the second.</param>
    /// <param name="name">What the first is called.</param>
    /// <param name="otherName">What the second is called.</param>
    /// <param name="evaluation">How good the model of the first is; null when it was not evaluated.</param>
    /// <param name="otherEvaluation">How good the model of the second is; null when it was not evaluated.</param>
    public static View Beside(
        this TrainingHistory history,
        TrainingHistory other,
        string name = "first",
        string otherName = "second",
        Evaluation? evaluation = null,
        Evaluation? otherEvaluation = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(otherName);
        return new ComparisonView(new ComparedTraining(name, history, evaluation), new ComparedTraining(otherName, other, otherEvaluation));
    }

    /// <summary>The loss at each learning rate, and the rate that is suggested.</summary>
    /// <param name="search">What <see cref="LearningRateFinder"/> has found.</param>
    public static View View(this LearningRateSearch search) => new LearningRateView(search);

    /// <summary>The progress of a training.</summary>
    /// <param name="progress">A report of <see cref="ProgressReporter"/>.</param>
    public static View View(this TrainingProgress progress) => new ProgressView(progress);
}
