using System.Diagnostics;
using GhostNet.Runtime;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Where training is: what a <see cref="TrainingCallback"/> sees.</summary>
public sealed class TrainingContext
{
    private readonly Trainer _trainer;
    private readonly TrainingState _state;
    private readonly EpochMeter _meter;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly long _firstStep;

    internal TrainingContext(Trainer trainer, TrainingState state, EpochMeter meter)
    {
        (_trainer, _state, _meter, _firstStep) = (trainer, state, meter, state.GlobalStep);
        Cancellation = Options.Cancellation.OrAmbient();
    }

    /// <summary>Index of the epoch, from 0. People count from 1: see <see cref="EpochNumber"/>.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Number of the epoch, from 1, for people.</summary>
    public int EpochNumber => Epoch + 1;

    /// <summary>Epochs of the whole training.</summary>
    public int Epochs => Options.Epochs;

    /// <summary>Steps that are done in this epoch: after the first step 1, at its end <see cref="StepsPerEpoch"/>.</summary>
    public int Step { get; internal set; }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => _state.StepsPerEpoch;

    /// <summary>Steps that are done since training began, before a checkpoint too.</summary>
    public long GlobalStep => _state.GlobalStep;

    /// <summary>Steps of the whole training.</summary>
    public long TotalSteps => (long)Epochs * StepsPerEpoch;

    /// <summary>Learning rate of the last step, or of the first one before it is done.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>Loss of the last step, the mean over its images; NaN before the first. Waits for the device.</summary>
    public double Loss => _meter.Losses is { Count: > 0 } losses ? losses[^1] : double.NaN;

    /// <summary>Mean loss over the images of this epoch so far; NaN before the first step. Waits for the device.</summary>
    public double AverageLoss => _meter.AverageLoss;

    /// <summary>Share of right answers in this epoch so far, from 0 to 1. Waits for the device.</summary>
    public double TrainAccuracy => (double)_meter.Correct / Math.Max(1, _meter.Images);

    /// <summary>Training images per second in this epoch.</summary>
    public double ImagesPerSecond => _meter.ImagesPerSecond;

    /// <summary>Time that the last step took, with the wait for its images.</summary>
    public TimeSpan StepTime { get; internal set; }

    /// <summary>Time for training in this epoch so far.</summary>
    public TimeSpan EpochTime => TimeSpan.FromSeconds(_meter.Seconds);

    /// <summary>Time since <see cref="Trainer.Fit"/> was called.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Time until the end at the present speed; null before the first step.</summary>
    public TimeSpan? Remaining => GlobalStep > _firstStep
        ? Elapsed * ((double)(TotalSteps - GlobalStep) / (GlobalStep - _firstStep))
        : null;

    /// <summary>The course of the training so far.</summary>
    public TrainingHistory History => _state.History;

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => _state.Options;

    /// <summary>The model in training. Leave its weights alone.</summary>
    public nn.Module<Tensor, Tensor> Model => _state.Model;

    /// <summary>The data it is trained on.</summary>
    public TrainingData Data => _state.Data!;

    /// <summary>The device on which it is trained.</summary>
    public Device Device => _trainer.Device;

    /// <summary>The checkpoint from which training goes on; null when it began afresh.</summary>
    public Checkpoint? ResumedFrom => _trainer.ResumedFrom;

    /// <summary>The last checkpoint that was written, or from which training goes on; null when there is none.</summary>
    public string? LastCheckpoint => _trainer.LastCheckpoint;

    /// <summary>Whether training ends after this step.</summary>
    public bool IsStopping => StopReason is not null || Cancellation.IsCancellationRequested;

    /// <summary>What cancels this training: the options' token, else that of the notebook's cell.</summary>
    internal CancellationToken Cancellation { get; }

    internal string? StopReason { get; private set; }

    /// <summary>Ends training after this step; the first reason counts.</summary>
    /// <param name="reason">Why, in words: <see cref="TrainingHistory.Reason"/>.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        StopReason ??= reason;
    }

    /// <summary>Writes a checkpoint from which training goes on as if it had never stopped.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <exception cref="TrainingDivergedException">The weights are not finite any more; nothing is written.</exception>
    public void SaveCheckpoint(string path) => _trainer.SaveCheckpoint(path);

    /// <summary>Where training is, in words.</summary>
    public override string ToString() => $"epoch {EpochNumber} of {Epochs}, step {Step} of {StepsPerEpoch}";
}
