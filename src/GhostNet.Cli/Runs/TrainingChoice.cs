using System.CommandLine;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>The options that say how to train, and what they are when they are not given.</summary>
internal sealed class TrainingChoice
{
    /// <summary>The fraction of the training images that is set aside for validation where nobody says otherwise.</summary>
    public const double UsualValidation = 0.1;

    private static readonly string[] s_schedules = ["cosine", "one-cycle", "step", "constant"];
    private static readonly string[] s_optimizers = ["sgd", "adam", "adamw", "rmsprop", "lamb"];

    private readonly Option<int?> _epochs = SharedOptions.Positive("--epochs", "How many times the training goes over all training images. Default: 10; for fashion-mnist 6.");
    private readonly Option<int?> _batch = SharedOptions.Positive("--batch", "Images per step. Default: 128; for shapes 64.");
    private readonly Option<NumberOrWord<double>?> _rate = SharedOptions.NumberOr("auto", "--lr", "The highest learning rate; auto for finding it by a short run with rising rates. Default: 0.1; with adam and adamw 0.002, with rmsprop 0.001, with lamb 0.01; with --weights 0.2.", 1e-9, 1000);
    private readonly Option<double?> _warmup = SharedOptions.Number("--warmup", "Epochs in which the learning rate first rises from almost 0; may be a fraction. Default: 1; for shapes and with one-cycle, which rises by itself, 0.", 0, 1_000_000);
    private readonly Option<string?> _schedule = new("--schedule") { Description = "How the learning rate changes over the training. Default: cosine; for shapes one-cycle.", HelpName = string.Join('|', s_schedules) };
    private readonly Option<double?> _decay = SharedOptions.Number("--weight-decay", "How strongly each step pulls the weights towards 0. Default: 0.0005.", 0, 10);
    private readonly Option<double?> _smoothing = SharedOptions.Number("--label-smoothing", "Fraction of the target that is spread over all classes. Default: 0.1.", 0, 0.99);
    private readonly Option<double?> _average = SharedOptions.Number("--ema", "Decay of an exponential moving average of the weights, such as 0.999; the average is what is validated and kept. Default: 0, for none.", 0, 0.999999);
    private readonly Option<int?> _swa = SharedOptions.Whole("--swa", "Stochastic weight averaging: the weights at the ends of the last N epochs are averaged; best with --schedule constant or step. Not with --ema. Default: 0, for none.", 0);
    private readonly Option<int?> _cutout = SharedOptions.Whole("--cutout", "Edge in pixels of a random square that is blanked in each training image. Default: 0, for none.", 0);
    private readonly Option<double?> _mixup = SharedOptions.Number("--mixup", "Mixup: each training image is added to another; alpha, such as 0.2. With --cutmix, each step does one of the two.", 0, 100);
    private readonly Option<double?> _cutMix = SharedOptions.Number("--cutmix", "CutMix: a rectangle of another image is pasted into each training image; alpha, such as 1.", 0, 100);
    private readonly Option<int?> _progressive = SharedOptions.Whole("--progressive", "First epochs that see only the middle of each image, three quarters of its height and width, which saves a third of their time. Default: 0.", 0);
    private readonly Option<int?> _evaluateEvery = SharedOptions.Positive("--evaluate-every", "Epochs from one validation to the next; there is always one after the last epoch. Default: 1.");
    private readonly Option<double?> _clip = SharedOptions.Number("--gradient-clip", "Largest norm of the gradient over all weights; a larger one is scaled down to it. Default: 0, for no limit.", 0, 1e9);
    private readonly Option<bool> _dropLast = new("--drop-last") { Description = "Leave out the last batch of an epoch when it is not full." };
    private readonly Option<string?> _optimizer = new("--optimizer") { Description = "How the weights follow their gradients: sgd, with Nesterov momentum 0.9; adam, adamw, rmsprop, which need less tuning; or lamb, for batches of thousands. Default: sgd.", HelpName = string.Join('|', s_optimizers) };
    private readonly Option<double?> _validation = SharedOptions.Number("--validation", "Fraction of the training images that is set aside to decide which epoch is best; with 0 the last epoch counts. Default: 0.1.", 0, 0.9);
    private readonly Option<int?> _seed = SharedOptions.Whole("--seed", "Decides the first weights, the order of the images, augmentation and dropout. Default: 0.");

    /// <summary>Creates the options.</summary>
    public TrainingChoice()
    {
        _schedule.AcceptOnlyFromAmong(s_schedules);
        _optimizer.AcceptOnlyFromAmong(s_optimizers);
    }

    private Option[] All => [_epochs, _batch, _dropLast, _rate, _warmup, _schedule, _decay, _smoothing, _average, _swa, _cutout, _mixup, _cutMix, _progressive, _evaluateEvery, _clip, _optimizer, _validation, _seed];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the learning rate is to be found.</summary>
    public bool IsRateSought(ParseResult arguments) => arguments.GetValue(_rate) is { Number: null };

    /// <summary>The number of epochs on the command line, or null.</summary>
    public int? Epochs(ParseResult arguments) => arguments.GetValue(_epochs);

    /// <summary>The fraction of the training images for validation.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="usual">What it is where the command line does not say.</param>
    public double Validation(ParseResult arguments, double usual = UsualValidation) => arguments.GetValue(_validation) ?? usual;

    /// <summary>How to train on images of several classes.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">How to train on others.</param>
    /// <exception cref="UsageException">An option has no meaning there.</exception>
    public TrainingOptions ForSeveralClasses(ParseResult arguments, TrainingOptions options) => arguments.GetValue(_smoothing) is null
        ? options with { Loss = new BinaryCrossEntropy() }
        : throw new UsageException($"{_smoothing.Name} would be ignored: the pictures have several classes, and each class is learnt by itself.");

    /// <summary>Whether the command line says it.</summary>
    public bool IsValidationGiven(ParseResult arguments) => arguments.GetValue(_validation) is not null;

    /// <summary>The name of the option for it when the command line has it and it differs from a value, or null.</summary>
    public string? OtherValidation(ParseResult arguments, double usual) =>
        arguments.GetValue(_validation) is { } given && !given.Equals(usual) ? _validation.Name : null;

    /// <summary>The first of these options but epochs and validation that stands on the command line, or null.</summary>
    public string? FirstGiven(ParseResult arguments) =>
        All.FirstOrDefault(option => option != _epochs && option != _validation && arguments.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>How to train.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="usual">What holds where the command line says nothing.</param>
    public TrainingOptions Configure(ParseResult arguments, TrainingOptions usual)
    {
        var optimizer = arguments.GetValue(_optimizer) switch
        {
            "adam" => new AdamOptimizer(),
            "adamw" => new AdamWOptimizer(),
            "rmsprop" => new RmsPropOptimizer(),
            "lamb" => new LambOptimizer(),
            "sgd" when usual.Optimizer is not SgdOptimizer => new SgdOptimizer(),
            _ => usual.Optimizer,
        };

        // A learning rate for SGD makes the others diverge.
        var usualRate = optimizer == usual.Optimizer ? usual.LearningRate : optimizer switch
        {
            AdamOptimizer or AdamWOptimizer => 0.002,
            RmsPropOptimizer => 0.001,
            LambOptimizer => 0.01,
            _ => 0.1,
        };
        var epochs = arguments.GetValue(_epochs) ?? usual.Epochs;
        var schedule = arguments.GetValue(_schedule);
        if (arguments.GetValue(_progressive) is { } progressive && progressive > epochs)
        {
            throw new UsageException($"--progressive {progressive} is more than the {epochs} epochs of the training: give at most {epochs}.");
        }

        if (arguments.GetValue(_swa) is > 0 and var swa && (swa > epochs || (arguments.GetValue(_average) ?? usual.EmaDecay) > 0))
        {
            throw new UsageException(swa > epochs
                ? $"--swa {swa} is more than the {epochs} epochs of the training: give at most {epochs}."
                : $"--swa {swa} and --ema are two averages of the weights: give one of them.");
        }

        if (arguments.GetValue(_evaluateEvery) is { } every && Validation(arguments).Equals(0))
        {
            throw new UsageException($"--evaluate-every {every} would have no effect: with --validation 0 there are no images to validate on.");
        }

        return usual with
        {
            Epochs = epochs,
            BatchSize = arguments.GetValue(_batch) ?? usual.BatchSize,
            Optimizer = optimizer,
            LearningRate = arguments.GetValue(_rate)?.Number ?? usualRate,
            Schedule = schedule switch
            {
                "one-cycle" => LearningRateSchedule.OneCycle(),
                "step" => LearningRateSchedule.Step(Math.Max(1, epochs / 3.0)),
                "constant" => LearningRateSchedule.Constant,
                "cosine" => LearningRateSchedule.Cosine(),
                _ => usual.Schedule,
            },

            // One-cycle rises by itself.
            WarmupEpochs = arguments.GetValue(_warmup) ?? (schedule is "one-cycle" ? 0 : usual.WarmupEpochs),
            GradientClip = arguments.GetValue(_clip) ?? usual.GradientClip,
            DropLast = arguments.GetValue(_dropLast) || usual.DropLast,
            WeightDecay = arguments.GetValue(_decay) ?? usual.WeightDecay,
            Loss = arguments.GetValue(_smoothing) is { } smoothing ? new CrossEntropy(smoothing) : usual.Loss,
            EmaDecay = arguments.GetValue(_average) ?? usual.EmaDecay,
            SwaEpochs = arguments.GetValue(_swa) ?? usual.SwaEpochs,
            Augmentation = usual.Augmentation with { Cutout = arguments.GetValue(_cutout) ?? usual.Augmentation.Cutout },
            PictureAugmentation = usual.PictureAugmentation with { Cutout = arguments.GetValue(_cutout) ?? usual.PictureAugmentation.Cutout },
            Mixing = Mixing(arguments.GetValue(_mixup) ?? usual.Mixing?.Mixup ?? 0, arguments.GetValue(_cutMix) ?? usual.Mixing?.CutMix ?? 0),
            ProgressiveEpochs = arguments.GetValue(_progressive) ?? usual.ProgressiveEpochs,
            EvaluateEvery = arguments.GetValue(_evaluateEvery) ?? usual.EvaluateEvery,
            Seed = arguments.GetValue(_seed) ?? usual.Seed,
        };
    }

    private static Mixing? Mixing(double mixup, double cutMix) => mixup > 0 || cutMix > 0 ? new Mixing(mixup, cutMix) : null;
}
