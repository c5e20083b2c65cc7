using System.Diagnostics;
using GhostNet.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace GhostNet.Training;

/// <summary>
/// Collects the losses and right answers of one epoch on the device, and brings them to the program only when asked.
/// </summary>
internal sealed class EpochMeter : IDisposable
{
    private readonly int _batchSize;
    private readonly int _images;
    private readonly Tensor _deviceLosses;
    private readonly Tensor _deviceCorrect;
    private readonly List<float> _losses = [];
    private readonly Stopwatch _watch = new();
    private double _weightedSum;
    private double _secondsBefore;
    private int _firstStepHere;

    public EpochMeter(int stepsPerEpoch, int batchSize, int images, Device device)
    {
        (_batchSize, _images) = (batchSize, images);
        _deviceLosses = zeros(stepsPerEpoch, ScalarType.Float32, device).DetachFromDisposeScope();
        _deviceCorrect = zeros(1, ScalarType.Int64, device).DetachFromDisposeScope();
    }

    /// <summary>Steps done in this epoch.</summary>
    public int Steps { get; private set; }

    /// <summary>Images seen in this epoch.</summary>
    public long Images => ImagesUntil(Steps);

    /// <summary>Seconds that this epoch has taken, those before a checkpoint included.</summary>
    public double Seconds => _secondsBefore + _watch.Elapsed.TotalSeconds;

    /// <summary>Images a second in this epoch, since it began or went on from a checkpoint.</summary>
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

    /// <summary>Right answers in this epoch.</summary>
    public long Correct => _deviceCorrect.item<long>();

    /// <summary>Begins an epoch, or goes on with one.</summary>
    /// <param name="losses">The losses of the steps that have been done.</param>
    /// <param name="correct">Right answers in those steps.</param>
    /// <param name="seconds">Time that those steps took.</param>
    public void Begin(IReadOnlyList<float> losses, long correct, double seconds)
    {
        _losses.Clear();
        (Steps, _weightedSum, _secondsBefore, _firstStepHere) = (0, 0, seconds, losses.Count);
        foreach (var loss in losses)
        {
            Steps++;
            Append(loss);
        }

        using var _ = no_grad();
        using Scalar before = correct;
        _deviceCorrect.fill_(before);
        _watch.Restart();
    }

    /// <summary>Adds one step. Copies on the device and waits for nothing.</summary>
    /// <param name="loss">Mean loss of the batch, one number.</param>
    /// <param name="correct">Right answers in the batch, one number.</param>
    public void Add(Tensor loss, Tensor correct)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _deviceLosses.narrow(0, Steps, 1).copy_(loss.view(1));
        _deviceCorrect.add_(correct, Held.One);
        Steps++;
    }

    /// <summary>Stops the clock at the end of an epoch's last step.</summary>
    public void Pause() => _watch.Stop();

    /// <summary>Number of the first step of this epoch whose loss is NaN or infinite; -1 when there is none.</summary>
    public int FirstDivergedStep()
    {
        // The sum stays NaN or infinite once a loss was.
        Read();
        return double.IsFinite(_weightedSum) ? -1 : _losses.FindIndex(loss => !float.IsFinite(loss));
    }

    public void Dispose()
    {
        _deviceLosses.Dispose();
        _deviceCorrect.Dispose();
    }

    private void Read()
    {
        if (_losses.Count == Steps)
        {
            return;
        }

        using var scope = NewDisposeScope();
        foreach (var loss in TensorMemory.Floats(_deviceLosses.narrow(0, _losses.Count, Steps - _losses.Count).cpu()))
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
