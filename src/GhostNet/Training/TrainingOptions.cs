using System.Text.Json.Serialization;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Metrics;
using static GhostNet.Training.ValueCheck;

namespace GhostNet.Training;

/// <summary>How a model is trained. The defaults suit CIFAR-10 on a CPU; set what you need.</summary>
public sealed record TrainingOptions
{
    /// <summary>The most pixels for padding and cutout: more than any image has.</summary>
    private const int MaxAugmentation = 4096;

    /// <summary>Number of epochs: how often each training image is seen. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Images per step. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Images per batch during validation; fewer take less memory and give the same result. Default 512.</summary>
    public int EvaluationBatchSize { get; init; } = 512;

    /// <summary>The loss that training minimises. Default: cross-entropy with label smoothing 0.1.</summary>
    public ILoss Loss { get; init; } = new CrossEntropy(labelSmoothing: 0.1);

    /// <summary>The optimiser: how a step changes the weights. Default: SGD with Nesterov momentum 0.9.</summary>
    public IOptimizer Optimizer { get; init; } = new SgdOptimizer();

    /// <summary>The highest learning rate: <see cref="Schedule"/> only lowers it. Default 0.1; with AdamW take 0.001 or so.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Weight decay: how strongly each step pulls the weights towards 0. Default 5e-4.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>
    /// Whether weight decay also applies to biases and to the scales of batch normalisation. Default false: decay of those only limits what
    /// the network can express.
    /// </summary>
    public bool ApplyDecayToAll { get; init; }

    /// <summary>How the learning rate changes. Default: half a cosine wave down to zero.</summary>
    public ILearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine();

    /// <summary>Warm-up: epochs in which the learning rate first rises from almost zero; may be a fraction. Default 1.</summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>Largest norm of the gradient over all weights; a larger one is scaled down to it. 0, the default, for no clipping. For networks whose loss jumps.</summary>
    public double GradientClip { get; init; }

    /// <summary>
    /// Parts in which a batch is computed one after the other, for batches that do not fit into memory; the gradients of the parts are
    /// added up before the one update of the step. Batch normalisation sees a part at a time; so a single image that is left over
    /// joins the part before it. Default 1.
    /// </summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>
    /// Decay of an exponential moving average of the weights, such as 0.999; 0, the default, for none. The average is what is validated,
    /// and what the model holds after training. At first it decays faster: <c>min(EmaDecay, (1 + t) / (10 + t))</c> at update t.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>Decides the order of the images, their augmentation and the dropout. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Where to train: <c>auto</c> (the default), <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>How training images are varied. Default: crop with padding 4, and flip.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.Standard;

    /// <summary>Mixup and CutMix: how images of a batch are mixed with each other; null, the default, for not at all.</summary>
    public Mixing? Mixing { get; init; }

    /// <summary>
    /// How training pictures are varied, those of <see cref="ImageDataset.FromPictures"/> and <see cref="ImageFolder"/>, to which <see cref="Augmentation"/> does not
    /// apply. Default: random resized crop, and flip.
    /// </summary>
    public PictureAugmentation PictureAugmentation
    {
        get;

        // Checkpoints of earlier versions have none.
        init => field = value ?? PictureAugmentation.Standard;
    } = PictureAugmentation.Standard;

    /// <summary>
    /// How a network that was trained before learns other classes: its head first, then all of it; null, the default, for training all weights alike
    /// from the first step. <see cref="ForFineTuning"/> chooses the other options to go with it.
    /// </summary>
    public FineTuning? FineTuning { get; init; }

    /// <summary>
    /// First epochs in which the network sees only the middle of each image as it was moved by <see cref="Augmentation"/>:
    /// three quarters of its height and width, a little more than half of the pixels. Validation sees whole images. The later epochs
    /// make up for it, so more epochs fit into the same time (progressive learning, arXiv 2104.00298, section 4). The model
    /// must take images of any size, as GhostNet does. Default 0.
    /// </summary>
    public int ProgressiveEpochs { get; init; }

    /// <summary>Epochs between two validations; there is always one after the last epoch. Default 1.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>
    /// What is measured on the validation images beside loss and accuracy. Default: nothing. Not kept in checkpoints: pass the metrics to
    /// <see cref="Trainer.Resume"/> again, in <see cref="TrainingParts"/>.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<IMetric> Metrics { get; init; } = [];

    /// <summary>Whether the last batch of an epoch is left out when it is not full, as a very small batch disturbs batch normalisation. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>
    /// Stops training after the step, or the batch of a validation, that is under way. In a notebook, without one, cancelling the cell does. Not kept in
    /// checkpoints.
    /// </summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// What the tutorial does: batches of 4096, the last one dropped, evaluated in batches of 1024; SGD at a constant 0.01 with
    /// momentum 0.9 and no weight decay; 1000 epochs. (It keeps the newest 10 checkpoints, one every 1875 steps:
    /// <c>new ModelCheckpoint(folder, everySteps: 1875, keep: 10)</c>.)
    /// </summary>
    public static TrainingOptions Tutorial { get; } = new()
    {
        Epochs = 1000,
        BatchSize = 4096,
        EvaluationBatchSize = 1024,
        Loss = new CrossEntropy(),
        Optimizer = new SgdOptimizer(momentum: 0.9, nesterov: false),
        LearningRate = 0.01,
        WeightDecay = 0,
        Schedule = LearningRateSchedule.Constant,
        WarmupEpochs = 0,
        DropLast = true,
    };

    /// <summary>
    /// How to train a network that was trained before on other images: epochs, batch, learning rate, augmentation and class weights that suit the
    /// number of images, from 50 to 50,000. Change what you like of it.
    /// </summary>
    /// <remarks>
    /// Few images get many epochs in small batches, as the steps are what a network learns by: 50 images are seen 40 times, 400 images 22 times, 50,000 images
    /// 7 times. The first fifth of the epochs trains the head alone, the others all, with a tenth of the rate for the body. Few pictures are varied more gently, because what is cut out
    /// of one must still show what it is. Where one class has twice as many images as another, cross-entropy is weighted: see <see cref="ClassBalance"/>.
    /// </remarks>
    /// <param name="train">The images to learn from.</param>
    /// <exception cref="ArgumentException">There are no images.</exception>
    public static TrainingOptions ForFineTuning(ImageDataset train) => FineTuningDefaults.For(train);

    /// <summary>The learning rate at a step; with <see cref="FineTuning"/> that of the head.</summary>
    /// <param name="step">Index of the step, from 0.</param>
    /// <param name="stepsPerEpoch">Steps per epoch.</param>
    public double LearningRateAt(long step, int stepsPerEpoch) =>
        LearningRate * Schedule.WithWarmup(WarmupEpochs).Multiplier(step, (long)Epochs * stepsPerEpoch, stepsPerEpoch);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the property and says what is allowed.</exception>
    internal void Validate()
    {
        Require(Epochs >= 1, nameof(Epochs), Epochs, "at least 1");
        Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Require(EvaluationBatchSize >= 1, nameof(EvaluationBatchSize), EvaluationBatchSize, "at least 1");
        CheckPart(Loss, nameof(Loss), () => Loss!.Validate());
        CheckPart(Optimizer, nameof(Optimizer), () => Optimizer!.Validate());
        Require(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), WeightDecay, "0 or more");
        CheckPart(Schedule, nameof(Schedule), () => Schedule!.Validate());
        Require(WarmupEpochs >= 0 && double.IsFinite(WarmupEpochs), nameof(WarmupEpochs), WarmupEpochs, "0 or more");
        Require(GradientClip >= 0 && double.IsFinite(GradientClip), nameof(GradientClip), GradientClip, "0 (off) or more");
        Require(
            GradientAccumulation >= 1 && GradientAccumulation <= BatchSize,
            nameof(GradientAccumulation),
            GradientAccumulation,
            "from 1 to BatchSize");
        Require(EmaDecay is >= 0 and < 1, nameof(EmaDecay), EmaDecay, "0 (off) to below 1");
        Require(!string.IsNullOrWhiteSpace(Device), nameof(Device), "empty", "auto, cpu, cuda, cuda:1 or mps");
        Require(Augmentation is not null, nameof(Augmentation), "null", "an Augmentation; take Augmentation.None for none");
        Require(Augmentation!.Padding is >= 0 and <= MaxAugmentation, nameof(Augmentation), Augmentation, $"one with a Padding of 0 to {MaxAugmentation}");
        Require(Augmentation.Cutout is >= 0 and <= MaxAugmentation, nameof(Augmentation), Augmentation, $"one with a Cutout of 0 to {MaxAugmentation}");
        CheckPart(PictureAugmentation, nameof(PictureAugmentation), () => PictureAugmentation!.Validate());
        if (Mixing is not null)
        {
            CheckPart(Mixing, nameof(Mixing), Mixing.Validate);
        }

        if (FineTuning is not null)
        {
            CheckPart(FineTuning, nameof(FineTuning), FineTuning.Validate);
        }

        Require(ProgressiveEpochs >= 0, nameof(ProgressiveEpochs), ProgressiveEpochs, "0 (off) or more");
        Require(EvaluateEvery >= 1, nameof(EvaluateEvery), EvaluateEvery, "at least 1");
        Require(Metrics is not null && !Metrics.Contains(null!), nameof(Metrics), "null or has a null", "a list of metrics");
        var twice = Metrics!.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        Require(twice is null, nameof(Metrics), $"a list with two metrics of the name {twice}", "a list with one metric per name");
    }

    private static void CheckPart(object? part, string property, Action validate)
    {
        Require(part is not null, property, "null", "set");
        try
        {
            validate();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{property} is {ForeignText.Show(part!.ToString(), 200)}, which cannot be: {exception.Message}", property, exception);
        }
    }
}
