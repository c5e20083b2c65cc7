using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>A loss: the number that training minimises.</summary>
/// <remarks>
/// Implement it for a loss of your own. A checkpoint keeps the description of such a loss (<see cref="object.ToString"/>), not its code:
/// pass the loss to <see cref="Trainer.Resume"/> again, in <see cref="TrainingParts"/>.
/// </remarks>
[JsonDerivedType(typeof(CrossEntropy), "cross-entropy")]
[JsonDerivedType(typeof(BinaryCrossEntropy), "binary-cross-entropy")]
[JsonDerivedType(typeof(OwnLoss), "own")]
public interface ILoss
{
    /// <summary>The mean loss over a batch, or over a part of one (<see cref="TrainingOptions.GradientAccumulation"/>).</summary>
    /// <param name="images">The images that the model has seen, <c>[N, C, H, W]</c>, normalised and augmented.</param>
    /// <param name="logits">What the model gave for them, <c>[N, classes]</c>.</param>
    /// <param name="labels">
    /// Their classes, <c>[N]</c>, int64; with <see cref="TrainingOptions.Mixing"/> the weight of each class, <c>[N, classes]</c>, of the logits' type.
    /// </param>
    /// <returns>One number with a gradient. The trainer disposes it.</returns>
    Tensor Compute(Tensor images, Tensor logits, Tensor labels);

    /// <summary>Checks the loss's own values. Does nothing unless implemented.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    void Validate()
    {
    }
}
