using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>A network that can predict, and what it must be shown.</summary>
/// <param name="Model">The network; disposed with this.</param>
/// <param name="Data">The size of its pictures, their normalisation and the names of the classes.</param>
/// <param name="Source">The file that it comes from.</param>
internal sealed record Classifier(ImageClassifier Model, TrainingData Data, string Source) : IDisposable
{
    /// <summary>The network of a checkpoint.</summary>
    public static Classifier Of(Checkpoint checkpoint) => new(checkpoint.CreateModel(), checkpoint.Data, checkpoint.Path);

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
