using System.CommandLine;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Cli.Runs;

/// <summary>The options for a training that begins with weights, and what it takes from these.</summary>
/// <param name="model">The options of the network, which must fit the weights.</param>
internal sealed class FineTuningChoice(ModelChoice model)
{
    private readonly WeightChoice _weights = new(model);
    private readonly Option<NumberOrWord<int>?> _freeze = SharedOptions.NumberOr(
        "all", "--freeze", "With --weights: first epochs that train the classifier alone, while the rest of the network and its statistics stay as they are; all for the whole training. Default: a fifth of the epochs.", 0, 1_000_000);

    private readonly Option<string?> _balance = new("--class-weights")
    {
        Description = "Whether the loss makes up for classes of your own pictures that have many more than others: auto, where one has twice as many, or none. Default: auto.",
        HelpName = "auto|none",
    };

    private Option[] All => [_weights.Weights, _freeze, _balance];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        _balance.AcceptOnlyFromAmong("auto", "none");
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The first of these options that stands on the command line, or null.</summary>
    public string? FirstGiven(ParseResult arguments) => All.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Whether the value of an option is a file or a folder, whose path is kept.</summary>
    public bool IsFile(Option option, string value) => option == _weights.Weights && (File.Exists(value) || Directory.Exists(value));

    /// <summary>The network that the command line names to begin with, or null.</summary>
    /// <exception cref="UsageException">An option is given without what it is for.</exception>
    public Classifier? Open(ParseResult arguments)
    {
        if (_weights.IsGiven(arguments))
        {
            SharedOptions.Prepare(threads: null);
            return _weights.Open(arguments, null);
        }

        return arguments.GetValue(_freeze) is null ? null
            : throw new UsageException($"{_freeze.Name} is for a training that begins with weights: name them with {_weights.Weights.Name}.");
    }

    /// <summary>The images as the network takes them: pictures get its size, unless the command line has another, and its normalisation.</summary>
    /// <param name="source">The images.</param>
    /// <param name="known">The network.</param>
    public static DatasetSource Like(DatasetSource source, Classifier known)
    {
        var (data, transform) = (known.Data, known.Data.Transform);
        return source.Name != DatasetSource.Pictures ? source : source with
        {
            Like = data with
            {
                Transform = new PictureTransform(
                    source.Size ?? transform?.Size ?? data.Height, transform?.CropFraction ?? 1, transform?.Interpolation ?? Interpolation.Bicubic),
            },
        };
    }

    /// <summary>The network for the classes of the images, with a line about it.</summary>
    /// <param name="terminal">Where to say what happens to the classifier.</param>
    /// <param name="known">The network; it is disposed or returned.</param>
    /// <param name="train">The images.</param>
    /// <param name="options">How it is going to be trained.</param>
    /// <exception cref="UsageException">The images do not fit it.</exception>
    public static ImageClassifier Adapt(Terminal terminal, Classifier known, ImageDataset train, TrainingOptions options)
    {
        var network = known.Model;
        if (network.InputChannels != train.Channels)
        {
            throw new UsageException($"The weights of {known.Source} are for images of {Channels(network.InputChannels)}, and those of {train.Name} have {train.Channels}.");
        }

        if (Math.Min(train.Height, train.Width) < network.SmallestImage)
        {
            throw new UsageException(
                $"The weights of {known.Source} are of {network.Spec.Name}, which takes images of {network.SmallestImage}x{network.SmallestImage} pixels or more, and those of {train.Name} have {train.Height}x{train.Width}: give a larger --size.");
        }

        var isSame = known.Data.ClassNames.SequenceEqual(train.ClassNames);
        terminal.Writer.WriteLine(
            $"Weights of {known.Source}: {network.Spec}{(known.Data.Name.Length > 0 ? $", trained on {ForeignText.Show(known.Data.Name)}" : "")}. "
            + (isSame ? "They know the same classes, so the classifier is kept. " : $"The classifier gets fresh weights for {train.ClassNames.Count} classes. ")
            + $"Training: {options.FineTuning}; images of {train.Height}x{train.Width}.");
        if (isSame)
        {
            return network;
        }

        using (known)
        {
            torch.manual_seed(options.Seed);
            return network.WithClasses(train.ClassNames.Count);
        }
    }

    /// <summary>How to train the network.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">How to train where nothing is frozen.</param>
    /// <exception cref="UsageException">More epochs are to be frozen than there are.</exception>
    public TrainingOptions Configure(ParseResult arguments, TrainingOptions options)
    {
        var frozen = arguments.GetValue(_freeze) is { } given ? given.Number ?? FineTuning.Always : Math.Max(1, options.Epochs / 5);
        return frozen is FineTuning.Always || frozen <= options.Epochs
            ? options with { FineTuning = new FineTuning(frozen) }
            : throw new UsageException($"{_freeze.Name} {frozen} is more than the {options.Epochs} epochs of the training: give fewer, or {_freeze.Name} all.");
    }

    /// <summary>Weights the classes of pictures where some have many more than others, and says so.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where to say it.</param>
    /// <param name="options">How to train without.</param>
    /// <param name="train">The pictures.</param>
    /// <exception cref="UsageException">The images are not such pictures, and the command line has the option.</exception>
    public TrainingOptions Weigh(ParseResult arguments, Terminal terminal, TrainingOptions options, ImageDataset train)
    {
        if (options.Loss is not CrossEntropy loss || train.Transform is null || train.LabelSets is not null)
        {
            return arguments.GetValue(_balance) is null ? options
                : throw new UsageException($"{_balance.Name} is for pictures of your own with one class each: leave it out.");
        }

        var balance = ClassBalance.Of(train);
        var isWeighted = balance.Weights is not null && arguments.GetValue(_balance) is not "none";
        if (isWeighted)
        {
            terminal.Writer.WriteLine(balance);
        }

        return options with { Loss = new CrossEntropy(loss.LabelSmoothing, isWeighted ? balance.Weights : null) };
    }

    private static string Channels(int channels) => channels == 1 ? "1 channel" : $"{channels} channels";
}
