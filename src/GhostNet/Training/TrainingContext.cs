using System.Diagnostics;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Where training is: what a <see cref="TrainingCallback"/> sees.</summary>
public sealed class TrainingContext
{
    private readonly Trainer _trainer;
    private readonly TrainingState _state;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _firstStep;

    internal TrainingContext(Trainer trainer, TrainingState state, bool hasValidation)
    {
        (_trainer, _state, _firstStep, HasValidation) = (trainer, state, state.GlobalStep, hasValidation);
        Cancellation = Options.Cancellation.OrAmbient();
    }

    /// <summary>Index of the epoch, from 0; for display see <see cref="EpochNumber"/>.</summary>
    public int Epoch => _state.Metrics.Epoch;

    /// <summary>Number of the epoch, from 1, for display.</summary>
    public int EpochNumber => Epoch + 1;

    /// <summary>Epochs of the whole training.</summary>
    public int Epochs => Options.Epochs;

    /// <summary>Steps done in this epoch: 1 after the first step, <see cref="StepsPerEpoch"/> at its end.</summary>
    public int Step => _state.Metrics.Steps;

    /// <summary>Steps per epoch.</summary>
    public int StepsPerEpoch => _state.StepsPerEpoch;

    /// <summary>Steps done since training began, including those before a checkpoint.</summary>
    public long GlobalStep => _state.GlobalStep;

    /// <summary>Steps of the whole training.</summary>
    public long TotalSteps => (long)Epochs * StepsPerEpoch;

    /// <summary>Learning rate of the last step; before the first step, of that step.</summary>
    public double LearningRate => _state.Metrics.LearningRate;

    /// <summary>Mean loss of the last step; NaN before the first. Waits for the device.</summary>
    public double Loss => _state.Metrics.Losses is { Count: > 0 } losses ? losses[^1] : double.NaN;

    /// <summary>Mean loss over the images of this epoch so far; NaN before the first step. Waits for the device.</summary>
    public double AverageLoss => _state.Metrics.AverageLoss;

    /// <summary>Accuracy on the (augmented) training images in this epoch so far, from 0 to 1. Waits for the device.</summary>
    public double TrainAccuracy => _state.Metrics.Accuracy;

    /// <summary>Training images per second in this epoch.</summary>
    public double ImagesPerSecond => _state.Metrics.ImagesPerSecond;

    /// <summary>Time that the last step took, including the wait for its images.</summary>
    internal TimeSpan StepTime => _state.Metrics.StepTime;

    /// <summary>Training time of this epoch so far.</summary>
    internal TimeSpan EpochTime => TimeSpan.FromSeconds(_state.Metrics.Seconds);

    /// <summary>Time since <see cref="Trainer.Fit"/> was called.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Estimated time until the end; null before the first step.</summary>
    public TimeSpan? Remaining => GlobalStep > _firstStep
        ? Elapsed * ((double)(TotalSteps - GlobalStep) / (GlobalStep - _firstStep))
        : null;

    /// <summary>The results so far.</summary>
    public TrainingHistory History => _state.History;

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => _state.Options;

    /// <summary>The model in training. Do not change its weights.</summary>
    public nn.Module<Tensor, Tensor> Model => _state.Model;

    /// <summary>The data it is trained on.</summary>
    public TrainingData Data => _state.Data!;

    /// <summary>Whether there are validation images.</summary>
    internal bool HasValidation { get; }

    /// <summary>The device on which it is trained.</summary>
    public Device Device => _trainer.Device;

    /// <summary>The checkpoint from which training was resumed; null for a new training.</summary>
    public Checkpoint? ResumedFrom => _trainer.ResumedFrom;

    /// <summary>The last checkpoint that was written, or from which training was resumed; null when there is none.</summary>
    public string? LastCheckpoint => _trainer.LastCheckpoint;

    /// <summary>Whether training ends after this step, for callbacks that save what they have then.</summary>
    public bool IsStopping => StopReason is not null || Cancellation.IsCancellationRequested;

    /// <summary>The token of the options, else that of the notebook's cell.</summary>
    internal CancellationToken Cancellation { get; }

    internal string? StopReason { get; private set; }

    /// <summary>Ends training after this step; the first reason counts.</summary>
    /// <param name="reason">Why, in words: <see cref="TrainingHistory.Reason"/>.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        StopReason ??= reason;
    }

    /// <summary>Writes a checkpoint from which training resumes as if it had never stopped.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <exception cref="TrainingDivergedException">The weights are no longer finite; nothing is written.</exception>
    public void SaveCheckpoint(string path) => _trainer.SaveCheckpoint(path);

    /// <summary>Where training is, in words.</summary>
    public override string ToString() => $"epoch {EpochNumber} of {Epochs}, step {Step} of {StepsPerEpoch}";
}
