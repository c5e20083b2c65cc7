using System.Diagnostics;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Metrics;
using GhostNet.Runtime;
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
    /// <summary>Steps between two checks of the losses on an accelerator, where reading them waits for the device.</summary>
    private const int StepsBetweenChecks = 50;

    private readonly TrainingState _state;
    private readonly LayerModes _modes;
    private readonly TrainingStep _step;
    private readonly Divergence _divergence;
    private readonly FitGuard _guard;

    /// <summary>Prepares a training: moves the model to the device.</summary>
    /// <param name="model">Maps images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>. The caller keeps it.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the model has nothing to train.</exception>
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
        _step = new TrainingStep(_state);
        _divergence = new Divergence(_state);
        _guard = new FitGuard(_state);
        _modes = new LayerModes(model);
    }

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => _state.Options;

    /// <summary>The model.</summary>
    internal nn.Module<Tensor, Tensor> Model => _state.Model;

    /// <summary>The device on which it is trained: what <c>auto</c> chose.</summary>
    public Device Device { get; }

    /// <summary>The results so far.</summary>
    public TrainingHistory History => _state.History;

    /// <summary>The checkpoint from which training was resumed, with the damaged ones that were skipped; null for a new training.</summary>
    public Checkpoint? ResumedFrom { get; private init; }

    /// <summary>The last checkpoint that was written, or from which training was resumed; null when there is none.</summary>
    public string? LastCheckpoint { get; private set; }

    /// <summary>Prepares to resume a training from a checkpoint; then call <see cref="Fit"/> with the same data.</summary>
    /// <param name="fileOrFolder">A checkpoint file, or a folder: then the newest good one in it (see <see cref="ResumedFrom"/>).</param>
    /// <param name="model">A model like the one that was trained; its weights are replaced. The caller keeps it.</param>
    /// <param name="epochs">Another number of epochs than before; the learning rate then follows the new length.</param>
    /// <param name="device">Another device than before.</param>
    /// <param name="parts">Parts to use in place of those in the checkpoint, such as your own schedule or loss, whose code no checkpoint holds.</param>
    /// <param name="cancellationToken">Stops training after the step that is under way.</param>
    /// <returns>A trainer; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no good checkpoint, it is of another model, or a part must be passed.</exception>
    public static Trainer Resume(
        string fileOrFolder,
        nn.Module<Tensor, Tensor> model,
        int? epochs = null,
        string? device = null,
        TrainingParts? parts = null,
        CancellationToken cancellationToken = default)
    {
        var checkpoint = Checkpoint.Find(fileOrFolder);
        var options = checkpoint.Options with
        {
            Schedule = parts?.Schedule ?? checkpoint.Options.Schedule,
            Loss = parts?.Loss ?? checkpoint.Options.Loss,
            Optimizer = parts?.Optimizer ?? checkpoint.Options.Optimizer,
            Metrics = parts?.Metrics ?? [],
            Epochs = epochs ?? checkpoint.Options.Epochs,
            Device = device ?? checkpoint.Options.Device,
            Cancellation = cancellationToken,
        };
        if (OwnParts.Missing(options, checkpoint, parts) is { } missing)
        {
            throw new CheckpointException($"{checkpoint.Path} was trained with {missing}, which a checkpoint does not hold: pass the same to {nameof(Resume)} in {nameof(TrainingParts)}.");
        }

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
    /// resumes where it was. Afterwards the model is ready to predict, with the averaged weights if there is an average.
    /// </summary>
    /// <remarks>
    /// A layer in evaluation mode within a model in training mode stays so, whether it was put there before or by a callback: frozen batch
    /// normalisations keep their statistics. A model that is in evaluation mode as a whole is put into training mode.
    /// </remarks>
    /// <param name="train">Images to learn from.</param>
    /// <param name="validation">
    /// Images that decide which epoch is best and when to stop early; null for none. Keep a test set out of this and evaluate it once, at the
    /// end: what was chosen by its result looks better than it is.
    /// </param>
    /// <param name="callbacks">What is called during training.</param>
    /// <returns>The results: the same object as <see cref="History"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The data do not fit the model, the options or the checkpoint; or the model cannot take the smaller images of
    /// <see cref="TrainingOptions.ProgressiveEpochs"/>.
    /// </exception>
    /// <exception cref="NotSupportedException">A layer of an <see cref="Models.ImageClassifier"/> has no description, which validation on a CPU needs; the message names it.</exception>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">This trainer is training already.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed, before or meanwhile.</exception>
    public TrainingHistory Fit(ImageDataset train, ImageDataset? validation, params TrainingCallback[] callbacks)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(callbacks);
        _guard.Enter(this);
        try
        {
            return Train(train, validation, callbacks);
        }
        finally
        {
            _guard.Leave();
        }
    }

    private TrainingHistory Train(ImageDataset train, ImageDataset? validation, TrainingCallback[] callbacks)
    {
        var isBlock = train.Transform is null;
        using var loader = new BatchLoader(
            train, Options.BatchSize, isBlock ? Options.Augmentation : null, shuffle: true, Options.Seed, Options.DropLast, Device, isBlock ? null : Options.PictureAugmentation);
        var steps = loader.BatchesPerEpoch;
        TrainingDataCheck.Check(_state, train, validation, steps);
        (_state.Data, _state.StepsPerEpoch) = (TrainingData.Of(train), steps);
        (History.Outcome, History.Reason) = (TrainingOutcome.Unfinished, "");
        _state.Average?.Use(false);
        _state.Parameters.ClearGradients(); // A call that failed may have left some.
        _state.UseParts(callbacks);
        _state.RestoreRandomState();
        Metrics.Open(steps, Options.BatchSize, (int)Math.Min(train.Count, (long)steps * Options.BatchSize), Device);

        var context = new TrainingContext(this, _state, validation is not null);
        try
        {
            Metrics.Begin(Math.Min(_state.Epoch, Options.Epochs - 1), _state.Step);
            _divergence.BeginEpoch();
            Tell(callback => callback.OnTrainingStart(context));
            while (_state.Epoch < Options.Epochs && !context.IsStopping)
            {
                RunEpoch(loader, validation, context, Tell);
            }

            _divergence.CheckLosses(LastCheckpoint);
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
            Metrics.Close();
            _state.KeepRandomState();
        }

        _state.Average?.Use(true);
        Model.eval();
        return History;

        void Tell(Action<TrainingCallback> what) => Array.ForEach(callbacks, what);
    }

    /// <summary>Writes a checkpoint from which training resumes as if it had never stopped.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <exception cref="InvalidOperationException">Training has not begun; or it is under way in another thread.</exception>
    /// <exception cref="TrainingDivergedException">The weights are no longer finite; nothing is written.</exception>
    public void SaveCheckpoint(string path)
    {
        ObjectDisposedException.ThrowIf(_guard.IsDisposed, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_state.Data is null)
        {
            throw new InvalidOperationException("Training has not begun: there is nothing to save yet.");
        }

        if (_guard.IsHeldByAnotherThread)
        {
            throw new InvalidOperationException("Another thread is training: save from a callback, which comes between two steps.");
        }

        var averageWasInModel = _state.Average?.IsInModel == true;
        _state.Average?.Use(false);
        try
        {
            if (Metrics.IsOpen)
            {
                _divergence.CheckLosses(LastCheckpoint);
                _state.KeepRandomState(); // Before and after Fit the generator is not the training's.
            }

            _divergence.CheckWeights(LastCheckpoint);
            _state.Save(path);
            LastCheckpoint = path;
        }
        finally
        {
            _state.Average?.Use(averageWasInModel);
        }
    }

    /// <summary>Gives the model its own memory back; during <see cref="Fit"/>, after the step that is under way. The model itself stays.</summary>
    public void Dispose() => _guard.Dispose();

    /// <summary>The model, the device and the last epoch.</summary>
    public override string ToString() =>
        $"Trainer of {Model.GetType().Name} on {Device}: {_state.Epoch} of {Options.Epochs} epochs done{(History.Last is { } last ? $"; {last}" : "")}";

    private EpochMetrics Metrics => _state.Metrics;

    private void RunEpoch(BatchLoader loader, ImageDataset? validation, TrainingContext context, Action<Action<TrainingCallback>> tell)
    {
        _modes.Train();
        Metrics.Begin(_state.Epoch, _state.Step);
        Metrics.LearningRate = Options.LearningRateAt(_state.GlobalStep - Math.Min(1, _state.Step), _state.StepsPerEpoch);
        _divergence.BeginEpoch();
        Metrics.Start();
        tell(callback => callback.OnEpochStart(context));
        _modes.Keep();

        var watch = Stopwatch.StartNew();
        foreach (var batch in loader.Epoch(_state.Epoch, _state.Step))
        {
            ObjectDisposedException.ThrowIf(_guard.IsDisposed, this);
            Metrics.LearningRate = Options.LearningRateAt(_state.GlobalStep, _state.StepsPerEpoch);
            _step.Run(batch, _state.Epoch < Options.ProgressiveEpochs, Metrics.LearningRate);
            _state.Step++;
            if (Device.type == DeviceType.CPU || _state.Step % StepsBetweenChecks == 0 || _state.Step == _state.StepsPerEpoch)
            {
                _divergence.CheckLosses(LastCheckpoint);
            }

            Metrics.StepTime = watch.Elapsed;
            watch.Restart();
            tell(callback => callback.OnStepEnd(context));
            if (context.IsStopping)
            {
                return;
            }
        }

        Metrics.Pause();
        Evaluation? result;
        try
        {
            (_state.Average as ModelSwa)?.EndEpoch(_state.Epoch, loader, context.Cancellation);
            result = Validate(validation, context.Cancellation);
        }
        catch (OperationCanceledException) when (context.IsStopping)
        {
            return; // All steps of the epoch are done. Training resumes with the validation.
        }

        History.Add(new EpochResult(
            _state.Epoch + 1,
            Metrics.AverageLoss,
            Metrics.Accuracy,
            result?.Loss,
            result?.Accuracy,
            Metrics.LearningRate,
            Metrics.Seconds,
            Metrics.ImagesPerSecond,
            result?.Metrics));
        _state.Step = 0;
        tell(callback => callback.OnEpochEnd(context));
    }

    /// <summary>Evaluates the validation images after an epoch that has its turn; otherwise gives null.</summary>
    private Evaluation? Validate(ImageDataset? validation, CancellationToken cancellation)
    {
        if (validation is null || ((_state.Epoch + 1) % Options.EvaluateEvery != 0 && _state.Epoch + 1 != Options.Epochs))
        {
            return null;
        }

        _state.Average?.Use(true);
        try
        {
            return Evaluation.Run(
                Model, validation, Options.EvaluationBatchSize, device: Device, metrics: Options.Metrics, cancellationToken: cancellation);
        }
        finally
        {
            _state.Average?.Use(false);
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
            throw new CheckpointException($"{checkpoint.Path} names a device that this machine does not have: {ForeignText.Show(exception.Message, 300)}", exception);
        }
    }

    private void SetOutcome(TrainingContext context) => (History.Outcome, History.Reason) = context switch
    {
        { StopReason: { } reason } => (TrainingOutcome.Stopped, reason),
        _ when _state.Epoch >= Options.Epochs => (TrainingOutcome.Completed, ""),
        _ => (TrainingOutcome.Cancelled, "cancelled"),
    };
}
