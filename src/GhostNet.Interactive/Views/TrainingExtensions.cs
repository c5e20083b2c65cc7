using GhostNet.Interactive.Views;
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

    /// <summary>The loss at each learning rate, and the rate that is suggested.</summary>
    /// <param name="search">What <see cref="LearningRateFinder"/> has found.</param>
    public static View View(this LearningRateSearch search) => new LearningRateView(search);

    /// <summary>The progress of a training.</summary>
    /// <param name="progress">A report of <see cref="ProgressReporter"/>.</param>
    public static View View(this TrainingProgress progress) => new ProgressView(progress);
}
