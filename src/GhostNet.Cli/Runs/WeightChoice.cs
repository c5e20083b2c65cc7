using System.CommandLine;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;

namespace GhostNet.Cli.Runs;

/// <summary>The options that name a file of weights or published weights, and say what such a file does not: what network and what pictures they are for.</summary>
internal sealed class WeightChoice
{
    private const int ImageNetClasses = 1000;

    private static readonly TrainingData s_imageNet = new(
        "ImageNet", 0, 3, 224, 224, [], Mean: [0.485f, 0.456f, 0.406f], Std: [0.229f, 0.224f, 0.225f], IsSynthetic: false)
    { Transform = new PictureTransform(224) };

    /// <summary><c>--weights</c></summary>
    public Option<string?> Weights { get; } = new("--weights")
    {
        Description = "Weights from elsewhere in place of a checkpoint: a safetensors file, PyTorch's pth, or published ones by the name of their network; \"ghostnet models\" lists them.",
        HelpName = "FILE|NAME",
    };

    private readonly ModelChoice _model;
    private readonly bool _hasNames;
    private readonly Option<string?> _dataset;
    private readonly Option<string?> _names = new("--names")
    {
        Description = "A text file with the names of the classes, one in each line. Default: those of the data set, or numbers.",
        HelpName = "FILE",
    };

    /// <summary>Creates the options.</summary>
    /// <param name="dataset">What the option of the data set says.</param>
    /// <param name="hasNames">Whether names of classes can be given: a data set has its own.</param>
    public WeightChoice(string dataset = "The data set on which the weights were trained: it gives the classes and the normalisation. Default: what the file says, or else ImageNet for 1000 classes and CIFAR-10 for others.", bool hasNames = true) =>
        (_model, _dataset, _hasNames) = (new("the one that the file describes, or that its weights fit"), SharedOptions.Dataset(dataset), hasNames);

    /// <summary>Creates the option for weights that a training begins with; its command has the others.</summary>
    /// <param name="model">The command's options of the network.</param>
    public WeightChoice(ModelChoice model)
    {
        (_model, _dataset) = (model, SharedOptions.Dataset(""));
        Weights.Description = "Begin with weights: a checkpoint, a safetensors file, PyTorch's pth, or published ones by the name of their network. The network, the size of the pictures and their normalisation are those of the weights; the classifier is fresh where the classes are others.";
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(Weights);
        _model.AddTo(command);
        command.Options.Add(_dataset);
        if (_hasNames)
        {
            command.Options.Add(_names);
        }
    }

    /// <summary>The data set on the command line, or null.</summary>
    public string? Dataset(ParseResult arguments) => arguments.GetValue(_dataset);

    /// <summary>Opens the network that the command line means: of a file of weights, or of a checkpoint.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="checkpoint">The checkpoint on the command line, or null.</param>
    /// <exception cref="UsageException">Both are named, or an option is given that a checkpoint answers by itself.</exception>
    public Classifier Open(ParseResult arguments, string? checkpoint)
    {
        if (arguments.GetValue(Weights) is { } weights)
        {
            return checkpoint is not null ? throw new UsageException("--checkpoint and --weights exclude each other: name one file.")
                : Directory.Exists(weights) ? throw IsFolder(weights)
                : File.Exists(weights) || !PublishedWeights.IsName(weights) ? Load(arguments, weights)
                : Published(arguments, weights);
        }

        RequireCheckpoint(arguments);
        if (arguments.GetValue(_dataset) is not null)
        {
            throw BelongsToWeights(_dataset.Name);
        }

        return Classifier.Of(RunFolder.Open(checkpoint).Checkpoint);
    }

    /// <summary>Whether the command line names a file of weights.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(Weights) is not null;

    /// <summary>Refuses options that a checkpoint answers by itself.</summary>
    /// <exception cref="UsageException">There is such an option.</exception>
    public void RequireCheckpoint(ParseResult arguments)
    {
        if ((_model.Given(arguments).FirstOrDefault() ?? (arguments.GetValue(_names) is null ? null : _names.Name)) is { } name)
        {
            throw BelongsToWeights(name);
        }
    }

    /// <summary>The published weights of a network, which need no further options.</summary>
    private Classifier Published(ParseResult arguments, string name)
    {
        if (_model.Given(arguments).FirstOrDefault() is { } option)
        {
            throw BelongsToWeights(option);
        }

        var published = PublishedWeights.Open(name, arguments.GetValue(_names) is { } file ? ReadNames(file) : null);
        if (Dataset(arguments) is { } dataset)
        {
            RequireSameNormalisation(published.Data, new DatasetSource(dataset).Describe());
        }

        return published;
    }

    private static UsageException BelongsToWeights(string option) => new($"{option} belongs to --weights FILE: a checkpoint and published weights know what network they are of.");

    private static UsageException IsFolder(string path) => new(
        $"{path} is a folder, but --weights names a file: {(new RunFolder(path) is var run && File.Exists(run.Best) ? $"give {run.Best}" : "give one in it")}.");

    /// <summary>Builds the network and loads the file.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">The file is missing or damaged, or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The weights are those of another network.</exception>
    private Classifier Load(ParseResult arguments, string path)
    {
        using var state = StateDict.Read(path);
        var model = Build(arguments, state);
        try
        {
            return new Classifier(model, Describe(arguments, state, model, path), path);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Builds the network that the command line names, or else that of the file.</summary>
    private ImageClassifier Build(ParseResult arguments, StateDict state)
    {
        var described = state.Description?.Spec;
        if (described is not null && !_model.Given(arguments).Any())
        {
            return state.CreateModel();
        }

        var name = _model.Name(arguments);
        var (classes, channels) = (Size(state, 2, last: true, dimension: 0), Size(state, 4, last: false, dimension: 1));
        try
        {
            return name is not null ? state.CreateModel(_model.Change(arguments, new ModelSpec(name, classes, channels)))
                : described is not null && ModelRegistry.All.Any(entry => entry.Name == described.Name) ? state.CreateModel(_model.Change(arguments, described))
                : Recognise(arguments, state, classes, channels);
        }
        catch (Exception exception) when (exception is WeightMismatchException or WeightFileException)
        {
            var remedy = described is null
                ? "If they are of another network, say which: --model and the options that it has."
                : $"The file describes its network: leave out {string.Join(" and ", _model.Given(arguments))}.";
            throw new InvalidDataException($"{exception.Message}{Environment.NewLine}{remedy}", exception);
        }
    }

    /// <summary>Finds the network by the names and shapes of its weights. What these do not show, such as the stride of a convolution, is as registered.</summary>
    private ImageClassifier Recognise(ParseResult arguments, StateDict state, int classes, int channels)
    {
        Exception? nearest = null;

        // Of several that fit, the one that is made for so many classes.
        foreach (var entry in ModelRegistry.All.OrderByDescending(entry => entry.Defaults.Classes == classes).ThenByDescending(entry => entry.Name == ModelChoice.Default))
        {
            try
            {
                return state.CreateModel(_model.Change(arguments, new ModelSpec(entry.Name, classes, channels)));
            }
            catch (Exception exception) when (exception is WeightMismatchException or WeightFileException or UsageException)
            {
                nearest ??= exception;
            }
        }

        throw nearest!;
    }

    /// <summary>The lines of a file that have a name.</summary>
    private static List<string> ReadNames(string file) => RegularFile.Length(file) > 0
        ? [.. File.ReadLines(file).Where(line => line.Trim().Length > 0)]
        : throw new IOException($"{file} cannot be read: {RegularFile.Problem}.");

    /// <summary>What the network must be shown, and what the classes are called: as the file says, or else as the data set is.</summary>
    private TrainingData Describe(ParseResult arguments, StateDict state, ImageClassifier model, string path)
    {
        var (classes, channels) = (model.Classes, model.InputChannels);
        var name = arguments.GetValue(_dataset);
        var data = name is null && classes == ImageNetClasses
            ? s_imageNet
            : new DatasetSource(name ?? DatasetSource.Cifar10).Describe();
        if (TrainingData.Of(state.Description) is { } known)
        {
            if (name is not null)
            {
                RequireSameNormalisation(known, data);
            }

            data = known;
        }

        if (data.Channels != channels)
        {
            throw new UsageException(
                $"The weights are for images of {channels} channels, and {data.Name} has {data.Channels}: name their data set with --dataset.");
        }

        IReadOnlyList<string> names = arguments.GetValue(_names) is { } file
            ? ReadNames(file)
            : data.ClassNames.Count == classes ? data.ClassNames : [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];
        return names.Count == classes
            ? data with { ClassNames = names }
            : throw new UsageException($"{arguments.GetValue(_names)} names {names.Count} classes, and the weights know {classes}.");
    }

    private static void RequireSameNormalisation(TrainingData known, TrainingData data)
    {
        if (!(known.Mean.SequenceEqual(data.Mean) && known.Std.SequenceEqual(data.Std)))
        {
            throw new UsageException(
                $"The weights were trained on images normalised by mean {Numbers(known.Mean)} and std {Numbers(known.Std)}, "
                + $"but those of {data.Name} are normalised differently: leave out --dataset.");
        }
    }

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(", ", values.Select(value => NumberFormat.Number(value, "G4")));

    /// <summary>A dimension of the first or the last weight of a rank. A tensor without numbers may claim any.</summary>
    private static int Size(StateDict state, int rank, bool last, int dimension)
    {
        var weights = state.Where(item => item.Key.EndsWith("weight", StringComparison.Ordinal) && item.Value.dim() == rank && item.Value.numel() is > 0 and <= int.MaxValue)
            .Select(item => item.Value);
        return (last ? weights.LastOrDefault() : weights.FirstOrDefault()) is { } weight
            ? (int)weight.size(dimension)
            : throw new InvalidDataException($"{state.Source} has no {(last ? "linear layer" : "convolution")}: it is not a network for images.");
    }
}
