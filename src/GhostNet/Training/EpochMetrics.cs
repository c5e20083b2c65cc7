using System.Diagnostics;
using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>Loss, accuracy and time of the current epoch.</summary>
/// <remarks>
/// While training runs, the losses and the correct predictions stay on the device and are read only when asked for, because reading waits
/// for it.
/// </remarks>
internal sealed class EpochMetrics : IDisposable
{
    private readonly List<float> _losses = [];
    private readonly Stopwatch _watch = new();
    private Tensor? _deviceLosses;
    private Tensor? _deviceCorrect;
    private int _batchSize;
    private int _images;
    private long _correctBefore;
    private double _weightedSum;
    private double _secondsBefore;
    private int _firstStepHere;

    /// <summary>Index of the epoch that the numbers are of, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps done in this epoch.</summary>
    public int Steps { get; private set; }

    /// <summary>Learning rate of the last step, or of the next one before any step.</summary>
    public double LearningRate { get; set; }

    /// <summary>Time that the last step took, including the wait for its images.</summary>
    public TimeSpan StepTime { get; set; }

    /// <summary>Whether training runs: from <see cref="Open"/> to <see cref="Close"/>.</summary>
    public bool IsOpen => _deviceLosses is not null;

    /// <summary>Images seen in this epoch.</summary>
    public long Images => ImagesUntil(Steps);

    /// <summary>Seconds that this epoch has taken, including those before a checkpoint.</summary>
    public double Seconds => _secondsBefore + _watch.Elapsed.TotalSeconds;

    /// <summary>Images per second in this epoch, since it began or was resumed.</summary>
    public double ImagesPerSecond =>
        _watch.Elapsed > TimeSpan.Zero ? (Images - ImagesUntil(_firstStepHere)) / _watch.Elapsed.TotalSeconds : 0;

    /// <summary>The losses of all steps of this epoch so far.</summary>
    public IReadOnlyList<float> Losses
    {
        get
        {
            Read();
            return _losses;
        }
    }

    /// <summary>Mean loss of the images seen in this epoch; NaN before the first step.</summary>
    public double AverageLoss
    {
        get
        {
            Read();
            return _weightedSum / Images;
        }
    }

    /// <summary>Correct predictions in this epoch.</summary>
    public long Correct => _correctBefore + (_deviceCorrect?.item<long>() ?? 0);

    /// <summary>Fraction of the images seen in this epoch that were predicted correctly, from 0 to 1; 0 before the first step.</summary>
    public double Accuracy => (double)Correct / Math.Max(1, Images);

    /// <summary>Sets the numbers of an epoch that a checkpoint holds.</summary>
    /// <param name="losses">The losses of the steps that are done.</param>
    /// <param name="correct">Correct predictions in those steps.</param>
    /// <param name="seconds">Time that those steps took.</param>
    public void Restore(IReadOnlyList<float> losses, long correct, double seconds)
    {
        _losses.Clear();
        _losses.AddRange(losses);
        (Steps, _correctBefore, _secondsBefore) = (losses.Count, correct, seconds);
    }

    /// <summary>Makes room on the device; the numbers stay.</summary>
    /// <param name="stepsPerEpoch">Steps per epoch.</param>
    /// <param name="batchSize">Images per step.</param>
    /// <param name="images">Images per epoch.</param>
    /// <param name="device">Where training runs.</param>
    public void Open(int stepsPerEpoch, int batchSize, int images, Device device)
    {
        (_batchSize, _images) = (batchSize, images);
        _deviceLosses = zeros(stepsPerEpoch, ScalarType.Float32, device).DetachFromDisposeScope();
        _deviceCorrect = zeros(1, ScalarType.Int64, device).DetachFromDisposeScope();
    }

    /// <summary>Begins an epoch, or resumes one.</summary>
    /// <param name="epoch">Index of the epoch, from 0.</param>
    /// <param name="step">Steps that are done in it; 0 forgets the epoch before.</param>
    public void Begin(int epoch, int step)
    {
        if (step == 0)
        {
            Restore([], 0, 0);
        }

        _watch.Reset();
        (Epoch, Steps, _firstStepHere, _weightedSum, StepTime) = (epoch, step, step, 0, default);
        var losses = _losses.Take(step).ToArray();
        _losses.Clear();
        Array.ForEach(losses, Append);
        using var _ = no_grad();
        _deviceCorrect!.fill_(PinnedScalars.Zero);
    }

    /// <summary>Starts the clock.</summary>
    public void Start() => _watch.Start();

    /// <summary>Adds one step. Copies on the device and waits for nothing.</summary>
    /// <param name="loss">Mean loss of the batch, one number.</param>
    /// <param name="correct">Correct predictions in the batch, one number.</param>
    public void Add(Tensor loss, Tensor correct)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _deviceLosses!.narrow(0, Steps, 1).copy_(loss.view(1));
        _deviceCorrect!.add_(correct, PinnedScalars.One);
        Steps++;
    }

    /// <summary>Stops the clock after the last step of an epoch.</summary>
    public void Pause() => _watch.Stop();

    /// <summary>Index of the first step of this epoch whose loss is NaN or infinite; -1 when there is none.</summary>
    public int FirstDivergedStep()
    {
        // Once a loss was NaN or infinite, the sum stays so.
        Read();
        return double.IsFinite(_weightedSum) ? -1 : _losses.FindIndex(loss => !float.IsFinite(loss));
    }

    /// <summary>Frees the memory on the device; the numbers stay.</summary>
    public void Close()
    {
        Read();
        (_correctBefore, _secondsBefore) = (Correct, Seconds);
        _watch.Reset();
        Dispose();
    }

    public void Dispose()
    {
        _deviceLosses?.Dispose();
        _deviceCorrect?.Dispose();
        (_deviceLosses, _deviceCorrect) = (null, null);
    }

    private void Read()
    {
        if (_losses.Count == Steps)
        {
            return;
        }

        using var scope = NewDisposeScope();
        foreach (var loss in TensorMemory.Floats(_deviceLosses!.narrow(0, _losses.Count, Steps - _losses.Count).cpu()))
        {
            Append(loss);
        }
    }

    private void Append(float loss)
    {
        var step = _losses.Count;
        _weightedSum += (double)loss * (ImagesUntil(step + 1) - ImagesUntil(step));
        _losses.Add(loss);
    }

    private long ImagesUntil(int step) => Math.Min((long)step * _batchSize, _images);
}
