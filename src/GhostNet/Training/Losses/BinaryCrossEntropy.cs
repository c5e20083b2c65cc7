using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Binary cross-entropy per class: an image may belong to several classes, or to none (multi-label).</summary>
/// <remarks>
/// The numbers are those of <c>torch.nn.functional.binary_cross_entropy_with_logits</c>, the mean over images and classes. Labels of
/// one class per image are taken as one-hot (Wightman and others, "ResNet strikes back", arXiv 2110.00476, section 3).
/// </remarks>
public sealed record BinaryCrossEntropy : ILoss
{
    /// <summary>The mean loss over a batch, or over a part of one (<see cref="TrainingOptions.GradientAccumulation"/>).</summary>
    /// <param name="images">The images; not used.</param>
    /// <param name="logits">What the model gave for them, <c>[N, classes]</c>.</param>
    /// <param name="labels">Their classes, <c>[N]</c>, int64; or <c>[N, classes]</c> with 1 for each class that an image has and 0 for the others.</param>
    /// <returns>One number with a gradient; the caller disposes it.</returns>
    public Tensor Compute(Tensor images, Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        using var scope = NewDisposeScope();
        var targets = labels.dim() == 1 ? nn.functional.one_hot(labels, logits.size(1)) : labels;
        return nn.functional.binary_cross_entropy_with_logits(logits, targets.to(logits.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>The name of the loss.</summary>
    public override string ToString() => "binary cross-entropy";
}
