using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>The results of a training, epoch by epoch, and its losses.</summary>
public sealed class TrainingHistory
{
    /// <summary>The most points that <see cref="StepLosses"/> holds, however long the training.</summary>
    internal const int MaxStepLosses = 4096;

    private readonly List<EpochResult> _epochs;
    private readonly List<LossPoint> _stepLosses;

    /// <summary>Creates a history.</summary>
    /// <param name="epochs">The epochs, first to last.</param>
    /// <param name="stepLosses">The losses of steps, first to last.</param>
    /// <param name="stepInterval">Steps from one of these losses to the next.</param>
    [JsonConstructor]
    public TrainingHistory(IReadOnlyList<EpochResult> epochs, IReadOnlyList<LossPoint> stepLosses, int stepInterval = 1)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(stepLosses);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepInterval, 1);
        (_epochs, _stepLosses, StepInterval) = ([.. epochs], [.. stepLosses], stepInterval);
    }

    /// <summary>The epochs that are done, first to last.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Losses of steps, first to last: of every step, or in a long training of every <see cref="StepInterval"/>th.</summary>
    public IReadOnlyList<LossPoint> StepLosses => _stepLosses;

    /// <summary>Steps from one point of <see cref="StepLosses"/> to the next.</summary>
    public int StepInterval { get; private set; }

    /// <summary>Why training ended.</summary>
    [JsonIgnore]
    public TrainingOutcome Outcome { get; internal set; }

    /// <summary>Why training ended, in words; empty when all epochs are done.</summary>
    [JsonIgnore]
    public string Reason { get; internal set; } = "";

    /// <summary>The epoch with the highest validation accuracy, or the last one when nothing was validated; null before the first.</summary>
    [JsonIgnore]
    public EpochResult? Best => BestBy(TrainingMetric.ValidationAccuracy) ?? Last;

    /// <summary>The last epoch that is done; null before the first.</summary>
    [JsonIgnore]
    public EpochResult? Last => _epochs.Count == 0 ? null : _epochs[^1];

    /// <summary>Training time, without validations.</summary>
    [JsonIgnore]
    public double Seconds => _epochs.Sum(epoch => epoch.Seconds);

    /// <summary>The epoch that is best by a metric; null when no epoch has it.</summary>
    /// <param name="metric">What decides.</param>
    public EpochResult? BestBy(TrainingMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return _epochs.Where(epoch => metric.Score(epoch) is not null).MaxBy(metric.Score);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote, for whoever compares trainings later.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is not a history.</exception>
    public static TrainingHistory FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainingJson.History) ?? throw new JsonException("The history is null.");

    /// <summary>The history as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.History);

    /// <summary>A table with one row per epoch; the best is marked.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var text = new StringBuilder("epoch  train loss  train acc  val loss   val acc    lr        time     images/s\n");
        foreach (var epoch in _epochs)
        {
            text.Append(culture, $"{epoch.Epoch,5}  {epoch.TrainLoss,10:F4}  {NumberFormat.Percent(epoch.TrainAccuracy),9}  ")
                .Append(culture, $"{NumberFormat.Number(epoch.ValidationLoss, "F4"),9}  {NumberFormat.Percent(epoch.ValidationAccuracy),8}  ")
                .Append(culture, $"{epoch.LearningRate,8:F5}  {epoch.Seconds,7:F1} s  {epoch.ImagesPerSecond,7:F0}")
                .Append(ReferenceEquals(epoch, Best) ? "  *\n" : "\n");
        }

        return text.Append(Outcome is TrainingOutcome.Stopped or TrainingOutcome.Cancelled ? $"{Outcome}: {Reason}\n" : "").ToString();
    }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);

    internal void Add(long step, double loss)
    {
        if (step % StepInterval != 0)
        {
            return;
        }

        _stepLosses.Add(new LossPoint(step, loss));
        if (_stepLosses.Count > MaxStepLosses)
        {
            StepInterval *= 2;
            _stepLosses.RemoveAll(point => point.Step % StepInterval != 0);
        }
    }
}
