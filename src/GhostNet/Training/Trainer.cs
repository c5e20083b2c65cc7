using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using GhostNet.Data;
using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using GhostNet.Native;
using GhostNet.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Trains an image classifier.</summary>
/// <remarks>
/// While a trainer lives, the model's weights lie in memory that it manages; <see cref="Dispose"/> gives them back. The model
/// stays the caller's. With the same seed and the same number of threads, training on a CPU gives the same weights bit for
/// bit, whether it was interrupted or not: a checkpoint also keeps the state of torch's random generator, from which dropout
/// draws, while the order of the images and their augmentation depend on the seed and the position alone.
/// </remarks>
public sealed class Trainer : IDisposable
{
    /// <summary>On an accelerator the program looks at the losses only so often, because it has to wait for them.</summary>
    private const int StepsBetweenChecks = 50;

    /// <summary>Threads are numbered from 1.</summary>
    private const int NoThread = 0;

    private readonly TrainingState _state;
    private readonly LayerModes _modes;
    private readonly Lock _lifetime = new();
    private EpochMeter? _meter;
    private int _recordedLosses;
    private volatile int _fittingThread;
    private volatile bool _disposed;

    /// <summary>Prepares a training: moves the model to the device.</summary>
    /// <param name="model">Maps images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>. The caller keeps it.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option cannot be, or the model has nothing to train.</exception>
    /// <exception cref="FormatException"><see cref="TrainingOptions.Device"/> is no name of a device.</exception>
    /// <exception cref="NotSupportedException">The device is not there; the message says what to install.</exception>
    public Trainer(nn.Module<Tensor, Tensor> model, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new TrainingOptions();
        options.Validate();
        Device = Devices.Parse(options.Device);
        model.to(Device);
        _state = new TrainingState(model, options);
        _modes = new LayerModes(model);
    }

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => _state.Options;

    /// <summary>The model.</summary>
    public nn.Module<Tensor, Tensor> Model => _state.Model;

    /// <summary>The device on which it is trained.</summary>
    public Device Device { get; }

    /// <summary>The course of the training so far.</summary>
    public TrainingHistory History => _state.History;

    /// <summary>The checkpoint from which training goes on, with the damaged ones that were skipped; null when it begins afresh.</summary>
    public Checkpoint? ResumedFrom { get; private init; }

    /// <summary>The last checkpoint that was written, or from which training goes on; null when there is none.</summary>
    public string? LastCheckpoint { get; private set; }

    /// <summary>Prepares to go on from a checkpoint; call <see cref="Fit"/> with the same data then.</summary>
    /// <param name="fileOrFolder">A checkpoint file, or a folder: then the newest good one in it (see <see cref="ResumedFrom"/>).</param>
    /// <param name="model">A model like the one that was trained; its weights are replaced. The caller keeps it.</param>
    /// <param name="epochs">Another number of epochs than before; the learning rate then follows the new length.</param>
    /// <param name="device">Another device than before.</param>
    /// <param name="cancellationToken">Stops training after the step that is under way.</param>
    /// <returns>A trainer; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no good checkpoint, or it is of another model.</exception>
    public static Trainer Resume(
        string fileOrFolder,
        nn.Module<Tensor, Tensor> model,
        int? epochs = null,
        string? device = null,
        CancellationToken cancellationToken = default) => ResumeWith(null, fileOrFolder, model, epochs, device, cancellationToken);

    /// <summary>Prepares to go on from a checkpoint with a schedule: with one of your own, whose code no checkpoint holds, or with another than before.</summary>
    /// <param name="schedule">The schedule; null for the one that the checkpoint holds.</param>
    /// <param name="fileOrFolder">A checkpoint file, or a folder: then the newest good one in it (see <see cref="ResumedFrom"/>).</param>
    /// <param name="model">A model like the one that was trained; its weights are replaced. The caller keeps it.</param>
    /// <param name="epochs">Another number of epochs than before.</param>
    /// <param name="device">Another device than before.</param>
    /// <param name="cancellationToken">Stops training after the step that is under way.</param>
    /// <returns>A trainer; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no good checkpoint, or it is of another model.</exception>
    public static Trainer ResumeWith(
        LearningRateSchedule? schedule,
        string fileOrFolder,
        nn.Module<Tensor, Tensor> model,
        int? epochs = null,
        string? device = null,
        CancellationToken cancellationToken = default)
    {
        var checkpoint = Checkpoint.Find(fileOrFolder);
        if (schedule is null && checkpoint.Options.Schedule.Missing() is { } missing)
        {
            throw new CheckpointException(
                $"{checkpoint.Path} was trained with a schedule of its user's own, {missing}, whose code it does not hold: give that schedule to {nameof(ResumeWith)}.");
        }

        var options = checkpoint.Options with
        {
            Schedule = schedule ?? checkpoint.Options.Schedule,
            Epochs = epochs ?? checkpoint.Options.Epochs,
            Device = device ?? checkpoint.Options.Device,
            Cancellation = cancellationToken,
        };
        var trainer = Create(model, options, checkpoint, isDeviceGiven: device is not null);
        try
        {
            trainer._state.Restore(checkpoint);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Trains until all epochs are done, a callback stops it or <see cref="TrainingOptions.Cancellation"/> does. Called again, it
    /// goes on where it was. Afterwards the model is ready to predict, with the averaged weights if there is an average.
    /// </summary>
    /// <remarks>
    /// A layer in evaluation mode within a model in training mode stays so, whether it was put there before or by a callback: frozen batch
    /// normalisations keep their statistics. A model that is in evaluation mode as a whole is put into training.
    /// </remarks>
    /// <param name="train">Images to learn from.</param>
    /// <param name="test">Images to test with after an epoch; null for none.</param>
    /// <param name="callbacks">What is told how training goes on.</param>
    /// <returns>The course of the training: the same object as <see cref="History"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the options or the checkpoint; or the model cannot take the smaller images of
    /// <see cref="TrainingOptions.ProgressiveEpochs"/>.
    /// </exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">This trainer is training already.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed, before or meanwhile.</exception>
    public TrainingHistory Fit(ImageDataset train, ImageDataset? test, params TrainingCallback[] callbacks)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(callbacks);
        lock (_lifetime)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_fittingThread != NoThread)
            {
                throw new InvalidOperationException("This trainer is training already: wait until that call of Fit has returned.");
            }

            _fittingThread = Environment.CurrentManagedThreadId;
        }

        try
        {
            return Train(train, test, callbacks);
        }
        finally
        {
            lock (_lifetime)
            {
                _fittingThread = NoThread;
                if (_disposed)
                {
                    _state.Dispose();
                }
            }
        }
    }

    private TrainingHistory Train(ImageDataset train, ImageDataset? test, TrainingCallback[] callbacks)
    {
        using var loader = new BatchLoader(
            train, Options.BatchSize, Options.Augmentation, shuffle: true, Options.Seed, Options.DropLast, Device);
        CheckData(train, test, loader.BatchesPerEpoch);
        using var meter = new EpochMeter(
            loader.BatchesPerEpoch, Options.BatchSize, (int)Math.Min(train.Count, (long)loader.BatchesPerEpoch * Options.BatchSize), Device);
        _meter = meter;
        (_state.Data, _state.StepsPerEpoch) = (TrainingData.Of(train), loader.BatchesPerEpoch);
        (History.Outcome, History.Reason) = (TrainingOutcome.Unfinished, "");
        UseAverage(false);
        _state.Parameters.ClearGradients(); // A call that failed may have left some.
        _state.RestoreRandomState();

        var context = new TrainingContext(this, _state, meter) { Epoch = Math.Min(_state.Epoch, Options.Epochs - 1), Step = _state.Step };
        try
        {
            Tell(callback => callback.OnTrainingStart(context));
            while (_state.Epoch < Options.Epochs && !context.IsStopping)
            {
                RunEpoch(loader, test, context, Tell);
            }

            RecordLosses();
            SetOutcome(context);
            Tell(callback => callback.OnTrainingEnd(context));
        }
        catch (Exception exception)
        {
            Tell(callback => callback.OnTrainingFailed(context, exception));
            throw;
        }
        finally
        {
            KeepPosition();
            _state.KeepRandomState();
            _meter = null;
        }

        UseAverage(true);
        Model.eval();
        return History;

        void Tell(Action<TrainingCallback> what) => Array.ForEach(callbacks, what);
    }

    /// <summary>Writes a checkpoint from which training goes on as if it had never stopped.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <exception cref="InvalidOperationException">Training has not begun; or it is under way in another thread.</exception>
    /// <exception cref="TrainingDivergedException">The weights are not finite any more; nothing is written.</exception>
    public void SaveCheckpoint(string path)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_state.Data is null)
        {
            throw new InvalidOperationException("Training has not begun: there is nothing to save yet.");
        }

        if (_fittingThread is not NoThread and var thread && thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("Another thread is training: save from a callback, which comes between two steps.");
        }

        var averageWasInModel = _state.Average?.IsInModel == true;
        UseAverage(false);
        try
        {
            RecordLosses();
            KeepPosition();
            ThrowIfWeightsDiverged();
            _state.Save(path);
            LastCheckpoint = path;
        }
        finally
        {
            UseAverage(averageWasInModel);
        }
    }

    /// <summary>Gives the model its own memory back; while <see cref="Fit"/> runs, after the step that is under way. The model itself stays.</summary>
    public void Dispose()
    {
        lock (_lifetime)
        {
            if (!_disposed && _fittingThread == NoThread)
            {
                _state.Dispose();
            }

            _disposed = true;
        }
    }

    /// <summary>The model, the device and the last epoch.</summary>
    public override string ToString() =>
        $"Trainer of {Model.GetType().Name} on {Device}: {_state.Epoch} of {Options.Epochs} epochs done{(History.Last is { } last ? $"; {last}" : "")}";

    private void RunEpoch(BatchLoader loader, ImageDataset? test, TrainingContext context, Action<Action<TrainingCallback>> tell)
    {
        _modes.Train();
        _meter!.Begin(_state.EpochLosses, _state.EpochCorrect, _state.EpochSeconds);
        _recordedLosses = _state.Step;
        (context.Epoch, context.Step) = (_state.Epoch, _state.Step);
        context.LearningRate = Options.LearningRateAt(_state.GlobalStep - Math.Min(1, _state.Step), loader.BatchesPerEpoch);
        tell(callback => callback.OnEpochStart(context));
        _modes.Keep();

        var watch = Stopwatch.StartNew();
        foreach (var batch in loader.Epoch(_state.Epoch, _state.Step))
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            context.LearningRate = Options.LearningRateAt(_state.GlobalStep, loader.BatchesPerEpoch);
            TrainStep(batch, _state.Epoch < Options.ProgressiveEpochs, context.LearningRate);
            context.Step = ++_state.Step;
            _state.GlobalStep++;
            if (Device.type == DeviceType.CPU || _state.Step % StepsBetweenChecks == 0 || _state.Step == loader.BatchesPerEpoch)
            {
                RecordLosses();
            }

            context.StepTime = watch.Elapsed;
            watch.Restart();
            tell(callback => callback.OnStepEnd(context));
            if (context.IsStopping)
            {
                return;
            }
        }

        _meter.Pause();
        EndEpoch(test, context.LearningRate);
        tell(callback => callback.OnEpochEnd(context));
    }

    private void TrainStep(Batch batch, bool onlyMiddle, double learningRate)
    {
        using (NewDisposeScope())
        {
            var images = onlyMiddle ? Middle(batch.Images) : batch.Images;
            Tensor? loss = null, correct = null;
            for (int first = 0, count; first < batch.Count; first += count)
            {
                count = PartSize(batch.Count, first);
                var labels = batch.Labels.narrow(0, first, count);
                var logits = Forward(images.narrow(0, first, count), onlyMiddle);
                var partLoss = nn.functional.cross_entropy(logits, labels, label_smoothing: Options.LabelSmoothing);
                using Scalar share = (double)count / batch.Count;
                partLoss = count == batch.Count ? partLoss : partLoss * share;
                Backward(partLoss);
                var partCorrect = logits.detach().argmax(1).eq(labels).sum();
                loss = loss is null ? partLoss.detach() : loss.add(partLoss.detach(), Held.One);
                correct = correct is null ? partCorrect : correct.add(partCorrect, Held.One);
            }

            _meter!.Add(loss!, correct!);
        }

        _state.Optimizer.Step(learningRate, _state.GlobalStep);
        _state.Average?.Update(_state.GlobalStep);
    }

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
        int parts = Options.GradientAccumulation, least = parts < Options.BatchSize ? 2 : 1;
        var size = Math.Max((images + parts - 1) / parts, least);
        var left = images - first;
        return left <= size || left - size < least ? left : size;
    }

    private Tensor Forward(Tensor images, bool onlyMiddle)
    {
        Tensor logits;
        try
        {
            logits = Model.forward(images);
        }
        catch (Exception exception) when (onlyMiddle && exception is (ExternalException or ArgumentException))
        {
            throw new ArgumentException(
                $"{nameof(TrainingOptions.ProgressiveEpochs)} is {Options.ProgressiveEpochs}, so {Model.GetType().Name} was given the middle of the images, "
                + $"{images.size(2)}×{images.size(3)}, and failed. Set it to 0 if the model takes whole images only. It says: {exception.Message.Split('\n')[0]}",
                exception);
        }

        var classes = _state.Data!.ClassNames.Count;
        return logits.dim() == 2 && logits.size(1) >= classes ? logits : throw new ArgumentException(
            $"{Model.GetType().Name} gives [{string.Join(", ", logits.shape)}] for {images.size(0)} images; logits of {classes} classes are [N, {classes}].");
    }

    /// <summary>A view of three quarters of the height and the width.</summary>
    private static Tensor Middle(Tensor images)
    {
        long top = images.size(2) / 8, left = images.size(3) / 8;
        return images.narrow(2, top, images.size(2) - (2 * top)).narrow(3, left, images.size(3) - (2 * left));
    }

    private void EndEpoch(ImageDataset? test, double learningRate)
    {
        double? testLoss = null, testAccuracy = null;
        if (test is not null && ((_state.Epoch + 1) % Options.EvaluateEvery == 0 || _state.Epoch + 1 == Options.Epochs))
        {
            UseAverage(true);
            var result = Evaluation.Run(Model, test, Options.EvaluationBatchSize, device: Device);
            (testLoss, testAccuracy) = (result.Loss, result.Accuracy);
            UseAverage(false);
        }

        var meter = _meter!;
        History.Add(new EpochResult(
            _state.Epoch + 1,
            meter.AverageLoss,
            (double)meter.Correct / meter.Images,
            testLoss,
            testAccuracy,
            learningRate,
            meter.Seconds,
            meter.ImagesPerSecond));
        (_state.Epoch, _state.Step) = (_state.Epoch + 1, 0);
        KeepPosition();
    }

    /// <summary>Moves the losses of the last steps into the history, and stops when one is not finite.</summary>
    private void RecordLosses()
    {
        if (_meter is null)
        {
            return;
        }

        var losses = _meter.Losses;
        var epochStart = _state.GlobalStep - _state.Step;
        for (; _recordedLosses < losses.Count; _recordedLosses++)
        {
            History.Add(epochStart + _recordedLosses, losses[_recordedLosses]);
        }

        if (_meter.FirstDivergedStep() is >= 0 and var step)
        {
            throw Diverged("the loss is not finite", epochStart + step, losses[step]);
        }
    }

    /// <summary>The last loss may be finite and yet the update that followed may have ruined the weights.</summary>
    private void ThrowIfWeightsDiverged()
    {
        using var scope = NewDisposeScope();
        if (!double.IsFinite(_state.Parameters.Weights.sum(ScalarType.Float32).item<float>()))
        {
            throw Diverged("the weights are not finite", _state.GlobalStep - 1, _state.History.StepLosses is { Count: > 0 } losses ? losses[^1].Loss : double.NaN);
        }
    }

    private static Trainer Create(nn.Module<Tensor, Tensor> model, TrainingOptions options, Checkpoint checkpoint, bool isDeviceGiven)
    {
        try
        {
            return new Trainer(model, options) { ResumedFrom = checkpoint, LastCheckpoint = checkpoint.Path };
        }
        catch (FormatException exception) when (!isDeviceGiven)
        {
            throw new CheckpointException($"{checkpoint.Path} was trained on no device that there is: {ForeignText.Show(exception.Message, 300)}", exception);
        }
    }

    private TrainingDivergedException Diverged(string what, long step, double loss) => new(
        what, step, (int)(step / _state.StepsPerEpoch), Options.LearningRateAt(step, _state.StepsPerEpoch), loss, LastCheckpoint);

    /// <summary>Notes how far the epoch is, for a checkpoint or for the next call of <see cref="Fit"/>.</summary>
    private void KeepPosition()
    {
        if (_state.Step == 0)
        {
            (_state.EpochLosses, _state.EpochCorrect, _state.EpochSeconds) = ([], 0, 0);
        }
        else if (_meter is { Steps: > 0 } meter)
        {
            (_state.EpochLosses, _state.EpochCorrect, _state.EpochSeconds) = ([.. meter.Losses], meter.Correct, meter.Seconds);
        }
    }

    private void UseAverage(bool use)
    {
        if (_state.Average is { } average && average.IsInModel != use)
        {
            average.Swap();
        }
    }

    private void SetOutcome(TrainingContext context) => (History.Outcome, History.Reason) = context switch
    {
        { StopReason: { } reason } => (TrainingOutcome.Stopped, reason),
        _ when _state.Epoch >= Options.Epochs => (TrainingOutcome.Completed, ""),
        _ => (TrainingOutcome.Cancelled, "cancelled"),
    };

    private void CheckData(ImageDataset train, ImageDataset? test, int stepsPerEpoch)
    {
        if (Model is IImageNetwork network && (network.InputChannels != train.Channels || network.Classes < train.ClassNames.Count))
        {
            throw new ArgumentException(
                $"The model takes {network.InputChannels} channels and knows {network.Classes} classes, but {train} differs: "
                + $"build it with InputChannels = {train.Channels} and Classes = {train.ClassNames.Count}.",
                nameof(train));
        }

        if (test is not null
            && (test.Channels, test.Height, test.Width, test.ClassNames.Count) != (train.Channels, train.Height, train.Width, train.ClassNames.Count))
        {
            throw new ArgumentException($"The test images are not like the training images: {test}, but {train}.", nameof(test));
        }

        if (Options is { DropLast: false, BatchSize: > 1 } && train.Count % Options.BatchSize == 1)
        {
            throw new ArgumentException(
                $"{train.Count} images in batches of {Options.BatchSize} leave a last batch of one image, from which batch normalisation "
                + "cannot learn: set DropLast = true or change BatchSize.",
                nameof(train));
        }

        if (_state.Data is { } before && (before.Images != train.Count || _state.StepsPerEpoch != stepsPerEpoch))
        {
            throw new ArgumentException(
                $"Training goes on after {_state.GlobalStep} steps on {before}, so it needs the same images, not {train}.", nameof(train));
        }
    }
}
