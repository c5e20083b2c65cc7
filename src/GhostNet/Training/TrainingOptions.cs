using System.Text.Json.Serialization;
using GhostNet.Data;
using GhostNet.IO;

namespace GhostNet.Training;

/// <summary>How a model is trained. The defaults suit CIFAR-10 on a CPU; set what you need.</summary>
public sealed record TrainingOptions
{
    /// <summary>The most pixels for padding and cutout: more than any image has.</summary>
    private const int MaxAugmentation = 4096;

    /// <summary>How often all training images are seen. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images a step. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Images a batch while testing; decides memory and speed, not the result. Default 512.</summary>
    public int EvaluationBatchSize { get; init; } = 512;

    /// <summary>How weights follow their gradients. Default <see cref="OptimizerKind.Sgd"/>.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>The highest learning rate: <see cref="Schedule"/> only lowers it. Default 0.1; with AdamW take 0.001 or so.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Share of the last update that is repeated in the next one (SGD). Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD looks ahead along its momentum. Default true.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Pull of the weights towards zero. Default 5e-4.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>
    /// Whether biases and the scales of batch normalisation decay too. Default false: to pull those towards zero only
    /// takes from what the network can express.
    /// </summary>
    public bool ApplyDecayToAll { get; init; }

    /// <summary>Share of the target that is spread over all classes, so that the network is not driven to be certain. Default 0.1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>How the learning rate changes. Default: half a cosine wave down to zero.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine();

    /// <summary>Epochs on which the learning rate first rises from almost nothing; may be a fraction. Default 1.</summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>Longest gradient, as the norm over all weights; a longer one is scaled down. 0 for any length, the default.</summary>
    public double GradientClip { get; init; }

    /// <summary>
    /// Parts in which a batch is computed one after the other, which takes less memory; the gradients of the parts are
    /// added up before the one update of the step. Batch normalisation sees a part at a time; so a single image that is left over
    /// joins the part before it. Default 1.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// Decay of a moving average of the weights, such as 0.999; 0 for none, the default. The average is what is tested,
    /// and what the model holds after training. At first it decays faster: <c>min(EmaDecay, (1 + t) / (10 + t))</c> at update t.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>Decides the order of the images, their augmentation and the dropout. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Where to train: <c>auto</c> (the default), <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>How training images are varied. Default: crop with padding 4, and flip.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>
    /// First epochs in which the network sees only the middle of each image as it was moved by <see cref="Augmentation"/>:
    /// three quarters of its height and width, a little more than half of the pixels. Tests see whole images. The later epochs
    /// make up for it, so more epochs fit into the same time (progressive learning, arXiv 2104.00298, section 4). The model
    /// must take images of any size, as GhostNet does. Default 0.
    /// </summary>
    public int ProgressiveEpochs { get; init; }

    /// <summary>Epochs from one test to the next; after the last epoch there is always one. Default 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>Whether the last batch of an epoch is left out when it is not full. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// Stops training after the step, or the batch of a test, that is under way. In a notebook, without one, cancelling the cell does. Not kept in
    /// checkpoints.
    /// </summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// What the tutorial does: batches of 4096, the last one dropped, tested in batches of 1024; SGD at a constant 0.01 with
    /// momentum 0.9 and no weight decay; 1000 epochs. (It keeps the newest 10 checkpoints, one every 1875 steps:
    /// <c>new ModelCheckpoint(folder, everySteps: 1875, keep: 10)</c>.)
    /// </summary>
    public static TrainingOptions Tutorial { get; } = new()
    {
        Epochs = 1000,
        BatchSize = 4096,
        EvaluationBatchSize = 1024,
        LearningRate = 0.01,
        Momentum = 0.9,
        Nesterov = false,
        WeightDecay = 0,
        LabelSmoothing = 0,
        Schedule = LearningRateSchedule.Constant,
        WarmupEpochs = 0,
        DropLast = true,
    };

    /// <summary>The learning rate at a step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    public double LearningRateAt(long step, int stepsPerEpoch) =>
        LearningRate * Schedule.WithWarmup(WarmupEpochs).Factor(step, (long)Epochs * stepsPerEpoch, stepsPerEpoch);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the property and says what is allowed.</exception>
    public void Validate()
    {
        Check(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Check(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Check(EvaluationBatchSize >= 1, nameof(EvaluationBatchSize), EvaluationBatchSize, "at least 1");
        Check(Enum.IsDefined(Optimizer), nameof(Optimizer), (int)Optimizer, "Sgd or AdamW");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Check(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        Check(!Nesterov || Momentum > 0 || Optimizer != OptimizerKind.Sgd, nameof(Nesterov), Nesterov, "false when Momentum is 0");
        Check(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        Check(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "from 0 to below 1");
        Check(Schedule is not null, nameof(Schedule), "null", "a schedule");
        Check(Schedule!.Fault() is null, nameof(Schedule), Schedule, $"a possible schedule: {Schedule.Fault()}");
        Check(WarmupEpochs >= 0 && double.IsFinite(WarmupEpochs), nameof(WarmupEpochs), WarmupEpochs, "0 or more");
        Check(GradientClip >= 0 && double.IsFinite(GradientClip), nameof(GradientClip), GradientClip, "0 (off) or more");
        Check(
            GradientAccumulation >= 1 && GradientAccumulation <= BatchSize,
            nameof(GradientAccumulation),
            GradientAccumulation,
            "from 1 to BatchSize");
        Check(EmaDecay is >= 0 and < 1, nameof(EmaDecay), EmaDecay, "0 (off) to below 1");
        Check(!string.IsNullOrWhiteSpace(Device), nameof(Device), "empty", "auto, cpu, cuda, cuda:1 or mps");
        Check(Augmentation is not null, nameof(Augmentation), "null", "an Augmentation; take Augmentation.None for none");
        Check(Augmentation!.Padding is >= 0 and <= MaxAugmentation, nameof(Augmentation), Augmentation, $"one with a Padding of 0 to {MaxAugmentation}");
        Check(Augmentation.Cutout is >= 0 and <= MaxAugmentation, nameof(Augmentation), Augmentation, $"one with a Cutout of 0 to {MaxAugmentation}");
        Check(ProgressiveEpochs >= 0, nameof(ProgressiveEpochs), ProgressiveEpochs, "0 (off) or more");
        Check(EvaluateEvery >= 1, nameof(EvaluateEvery), EvaluateEvery, "at least 1");
    }

    private static void Check(bool good, string property, object value, string allowed)
    {
        if (!good)
        {
            var text = ForeignText.Show(FormattableString.Invariant($"{value}"), 200);
            throw new ArgumentException($"{property} is {text}, but must be {allowed}.", property);
        }
    }
}
