using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GhostNet.Data;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>One step of a training: forward and backward for each part of a batch, and then one change of the weights.</summary>
internal sealed class TrainingStep(TrainingState state)
{
    /// <summary>Makes one step.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="onlyMiddle">Whether the model sees only the middle of each.</param>
    /// <param name="learningRate">The learning rate.</param>
    public void Run(Batch batch, bool onlyMiddle, double learningRate)
    {
        var isBodyFrozen = state.BodyStep < 0;
        using (NewDisposeScope())
        using (isBodyFrozen ? state.Body!.Freeze() : null)
        {
            var images = onlyMiddle ? Middle(batch.Images) : batch.Images;
            var all = batch.Targets ?? batch.Labels;
            var mixed = state.Options.Mixing is { } mixing ? MixedBatch.Of(images, all, mixing, state.Options.Seed, state.GlobalStep) : null;
            images = mixed?.Images ?? images;
            var counted = mixed?.Larger(all) ?? all;
            Tensor? loss = null, correct = null;
            for (int first = 0, count; first < batch.Count; first += count)
            {
                count = PartSize(batch.Count, first);
                var labels = all.narrow(0, first, count);
                var partImages = images.narrow(0, first, count);
                var logits = Forward(partImages, onlyMiddle);
                var partLoss = Loss(partImages, logits, mixed?.Targets(labels, first, logits) ?? labels);
                using Scalar fraction = (double)count / batch.Count;
                partLoss = count == batch.Count ? partLoss : partLoss * fraction;
                Backward(partLoss);
                var partCorrect = Correct(logits.detach().argmax(1), counted.narrow(0, first, count));
                loss = loss is null ? partLoss.detach() : loss.add(partLoss.detach(), PinnedScalars.One);
                correct = correct is null ? partCorrect : correct.add(partCorrect, PinnedScalars.One);
            }

            state.Metrics.Add(loss!, correct!);
        }

        state.Optimizer.Step(learningRate, state.GlobalStep, state.BodyStep);
        state.Average?.Update(state.GlobalStep, isBodyFrozen);
    }

    /// <summary>How many predictions are right: of an image with several classes, each of them is.</summary>
    private static Tensor Correct(Tensor predictions, Tensor labels) => labels.dim() == 1
        ? predictions.eq(labels).sum()
        : labels.gather(1, predictions.unsqueeze(1)).sum().to(int64);

    private static void Backward(Tensor loss)
    {
        try
        {
            loss.backward();
        }
        catch (ExternalException exception) when (BackwardFailure.Cause(exception) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    /// <summary>
    /// Images in the part that begins at <paramref name="first"/>. Batch normalisation cannot learn from one image where a map is one
    /// pixel, so no part has one only because a batch does not come out even: it joins the part before it.
    /// </summary>
    private int PartSize(int images, int first)
    {
        int parts = state.Options.GradientAccumulation, least = parts < state.Options.BatchSize ? 2 : 1;
        var size = Math.Max((images + parts - 1) / parts, least);
        var left = images - first;
        return left <= size || left - size < least ? left : size;
    }

    private Tensor Loss(Tensor images, Tensor logits, Tensor labels)
    {
        var loss = Compute(images, logits, labels);
        return loss.numel() == 1 && loss.requires_grad ? loss : throw new ArgumentException(
            $"The loss {state.Options.Loss} gives [{string.Join(", ", loss.shape)}]{(loss.requires_grad ? "" : " without a gradient")}, but must give one number with a gradient.");
    }

    private Tensor Compute(Tensor images, Tensor logits, Tensor labels)
    {
        try
        {
            return state.Options.Loss.Compute(images, logits, labels);
        }
        catch (Exception exception) when (state.Options.Mixing is not null && exception is (ExternalException or ArgumentException))
        {
            throw new ArgumentException(
                $"{nameof(TrainingOptions.Mixing)} is {state.Options.Mixing}, so the loss {state.Options.Loss} was given labels [{string.Join(", ", labels.shape)}] of {labels.dtype}, "
                + $"and failed. Take a loss for labels of all classes, such as {nameof(CrossEntropy)}, or set {nameof(TrainingOptions.Mixing)} to null. It says: {exception.Message.Split('\n')[0]}",
                exception);
        }
    }

    private Tensor Forward(Tensor images, bool onlyMiddle)
    {
        Tensor logits;
        try
        {
            logits = state.Model.forward(images);
        }
        catch (Exception exception) when (onlyMiddle && exception is (ExternalException or ArgumentException))
        {
            throw new ArgumentException(
                $"{nameof(TrainingOptions.ProgressiveEpochs)} is {state.Options.ProgressiveEpochs}, so {state.Model.GetType().Name} was given the middle of the images, "
                + $"{images.size(2)}×{images.size(3)}, and failed. Set it to 0 if the model takes whole images only. It says: {exception.Message.Split('\n')[0]}",
                exception);
        }

        var classes = state.Data!.ClassNames.Count;
        return logits.dim() == 2 && logits.size(1) >= classes ? logits : throw new ArgumentException(
            $"{state.Model.GetType().Name} gives [{string.Join(", ", logits.shape)}] for {images.size(0)} images; logits of {classes} classes are [N, {classes}].");
    }

    /// <summary>A view of three quarters of the height and the width.</summary>
    private static Tensor Middle(Tensor images)
    {
        long top = images.size(2) / 8, left = images.size(3) / 8;
        return images.narrow(2, top, images.size(2) - (2 * top)).narrow(3, left, images.size(3) - (2 * left));
    }
}
