using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Distillation: the model learns from a trained one, its teacher, and from the labels.</summary>
/// <remarks>
/// <c>(1 − w) · loss on labels + w · T² · KL(softmax(teacher / T) ‖ softmax(model / T))</c>, the mean over the images. The teacher sees the same
/// augmented images. Source: Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network" (arXiv 1503.02531), section 2.
/// No checkpoint holds the teacher: pass the loss to <see cref="Trainer.Resume"/> again, in <see cref="TrainingParts"/>.
/// </remarks>
public sealed class Distillation : ILoss
{
    private readonly nn.Module<Tensor, Tensor> _teacher;

    /// <summary>Creates the loss.</summary>
    /// <param name="teacher">A trained model with the same classes. It is put into evaluation mode and moved to the images' device; the caller keeps it.</param>
    /// <param name="temperature">T: what both models' logits are divided by; above 1 it makes small probabilities count.</param>
    /// <param name="weight">w: weight of the teacher, from 0 to 1; the labels have the rest.</param>
    /// <param name="labelLoss">The loss on the labels; null for cross-entropy.</param>
    /// <exception cref="ArgumentException">The temperature or the weight is out of range.</exception>
    public Distillation(nn.Module<Tensor, Tensor> teacher, double temperature = 4, double weight = 0.5, ILoss? labelLoss = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ValueCheck.Require(temperature > 0 && double.IsFinite(temperature), nameof(temperature), temperature, "above 0");
        ValueCheck.RequireFraction(weight, nameof(weight));
        (_teacher, Temperature, Weight, LabelLoss) = (teacher, temperature, weight, labelLoss ?? new CrossEntropy());
    }

    /// <summary>What both models' logits are divided by.</summary>
    internal double Temperature { get; }

    /// <summary>Weight of the teacher, from 0 to 1.</summary>
    internal double Weight { get; }

    /// <summary>The loss on the labels.</summary>
    internal ILoss LabelLoss { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The teacher gives other logits than the model.</exception>
    public Tensor Compute(Tensor images, Tensor logits, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(logits);
        using var scope = NewDisposeScope();
        using Scalar inverse = 1 / Temperature, teacherWeight = Weight * Temperature * Temperature, labelWeight = 1 - Weight, minusOne = -1;
        var targets = TeacherLogits(images);
        if (!targets.shape.SequenceEqual(logits.shape))
        {
            throw new ArgumentException(
                $"The teacher gives logits of shape [{string.Join(", ", targets.shape)}], but the model gives [{string.Join(", ", logits.shape)}]: take a teacher with the same classes.");
        }

        var (logTeacher, logModel) = (nn.functional.log_softmax(targets.mul(inverse), 1), nn.functional.log_softmax(logits.mul(inverse), 1));
        var divergence = logTeacher.exp().mul(logTeacher.add(logModel, minusOne)).sum(1).mean();
        var onLabels = LabelLoss.Compute(images, logits, labels);
        return divergence.mul(teacherWeight).add(onLabels.mul(labelWeight), PinnedScalars.One).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    void ILoss.Validate() => LabelLoss.Validate();

    /// <summary>The loss, its values and its teacher.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"distillation from {_teacher.GetType().Name}, temperature {Temperature}, weight {Weight}, with {LabelLoss}");

    private Tensor TeacherLogits(Tensor images)
    {
        using var _ = no_grad();
        _teacher.eval();
        if (_teacher.parameters().FirstOrDefault() is { } weight && weight.device != images.device)
        {
            _teacher.to(images.device);
        }

        return _teacher.call(images);
    }
}
