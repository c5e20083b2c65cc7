using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Cli.Runs;

/// <summary>A network that can predict, and what it must be shown.</summary>
/// <param name="Model">The network; disposed with this.</param>
/// <param name="Data">The size of its pictures, their normalisation and the names of the classes.</param>
/// <param name="Source">The file that it comes from.</param>
internal sealed record Classifier(ImageClassifier Model, TrainingData Data, string Source) : IDisposable
{
    /// <summary>The network of a checkpoint.</summary>
    public static Classifier Of(Checkpoint checkpoint) => new(checkpoint.CreateModel(), checkpoint.Data, checkpoint.Path);

    /// <summary>The network on a device, ready to predict, in the fastest form that there is of it.</summary>
    /// <param name="device">Where to predict.</param>
    /// <returns>The caller disposes it.</returns>
    public nn.Module<Tensor, Tensor> ForPrediction(Device device)
    {
        Model.to(device);
        Model.eval();
        return Model.Optimized();
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
