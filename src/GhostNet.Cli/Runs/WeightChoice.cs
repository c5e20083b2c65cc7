using System.CommandLine;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Cli.Runs;

/// <summary>The options that name a file of weights, and say what such a file does not: what network and what pictures they are for.</summary>
internal sealed class WeightChoice
{
    private static readonly TrainingData s_imageNet = new(
        "ImageNet", 0, 3, 224, 224, [], Mean: [0.485f, 0.456f, 0.406f], Std: [0.229f, 0.224f, 0.225f], IsSynthetic: false);

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Weights from elsewhere in place of a checkpoint: safetensors, or PyTorch's pth.",
        HelpName = "FILE",
    };

    private readonly ModelChoice _model = new();
    private readonly Option<string?> _dataset = SharedOptions.Dataset(
        "The data set that the weights know: its classes and normalisation. Default: CIFAR-10; with --preset imagenet ImageNet.");

    private readonly Option<string?> _names = new("--names")
    {
        Description = "A text file with the name of each class in a line. Default: those of the data set, or numbers.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_weights);
        _model.AddTo(command);
        command.Options.Add(_dataset);
        command.Options.Add(_names);
    }

    /// <summary>The file of weights on the command line, or null.</summary>
    public string? Path(ParseResult arguments) => arguments.GetValue(_weights);

    /// <summary>Which of the options that describe the file stands on the command line, or null.</summary>
    public string? FirstGiven(ParseResult arguments) => _model.FirstGiven(arguments)
        ?? new[] { _dataset, _names }.FirstOrDefault(option => arguments.GetValue(option) is not null)?.Name;

    /// <summary>Builds the network and loads the file.</summary>
    /// <remarks>The network is the one that the file describes, or else that of the options with the file's channels and classes.</remarks>
    /// <param name="arguments">The command line.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightFileException">The file is missing or damaged, or no file of weights.</exception>
    /// <exception cref="InvalidDataException">The weights are those of another network.</exception>
    public Classifier Load(ParseResult arguments, string path)
    {
        using var state = StateDict.Read(path);
        var model = state.Description?.Config is not null && _model.FirstGiven(arguments) is null
            ? state.CreateModel()
            : Build(arguments, state);
        try
        {
            return new Classifier(model, Describe(arguments, state), path);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Builds the network that the options describe.</summary>
    private nn.Module<Tensor, Tensor> Build(ParseResult arguments, StateDict state)
    {
        var config = _model.Configure(arguments, Size(state, "classifier.weight", 0), Size(state, "conv_stem.weight", 1));
        nn.Module<Tensor, Tensor>? model = null;
        try
        {
            model = state.Names.Any(name => name.Contains(".short_conv.", StringComparison.Ordinal)) ? new GhostNetV2(config) : new GhostNetV1(config);
            model.LoadWeights(state);
            return model;
        }
        catch (Exception exception) when (exception is WeightMismatchException or WeightFileException)
        {
            model?.Dispose();
            var remedy = state.Description?.Config is null
                ? "If they are of another network, say which: --preset, --width, --stem-stride."
                : "The file describes its network: leave out --preset, --width and --stem-stride.";
            throw new InvalidDataException($"{exception.Message}{Environment.NewLine}{remedy}", exception);
        }
        catch
        {
            model?.Dispose();
            throw;
        }
    }

    /// <summary>The lines of a file that have a name.</summary>
    private static List<string> ReadNames(string file) => RegularFile.Length(file) > 0
        ? [.. File.ReadLines(file).Where(line => line.Trim().Length > 0)]
        : throw new IOException($"{file} cannot be read: {RegularFile.Problem}.");

    /// <summary>What the network must be shown, and what the classes are called: as the file says, or else as the data set is.</summary>
    private TrainingData Describe(ParseResult arguments, StateDict state)
    {
        var (classes, channels) = (Size(state, "classifier.weight", 0), Size(state, "conv_stem.weight", 1));
        var name = arguments.GetValue(_dataset);
        var data = name is null && _model.Preset(arguments) == "imagenet"
            ? s_imageNet
            : new DatasetSource(name ?? DatasetSource.Cifar10).Describe();
        if (state.Description is { Mean.Count: > 0, Height: > 0, Width: > 0 } known)
        {
            if (name is not null && !(known.Mean.SequenceEqual(data.Mean) && known.Std.SequenceEqual(data.Std)))
            {
                throw new UsageException(
                    $"The file was trained on images normalised by mean {Numbers(known.Mean)} and std {Numbers(known.Std)}, "
                    + $"but those of {data.Name} are normalised differently: leave out --dataset.");
            }

            data = data with
            {
                Name = known.Dataset,
                Channels = channels,
                Height = known.Height,
                Width = known.Width,
                ClassNames = known.ClassNames,
                Mean = known.Mean,
                Std = known.Std,
            };
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

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(", ", values.Select(value => value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>A dimension of a tensor, whatever stands before its name. A tensor without numbers may claim any.</summary>
    private static int Size(StateDict state, string name, int dimension) =>
        state.Names.FirstOrDefault(candidate => candidate.EndsWith(name, StringComparison.Ordinal)) is { } found
            && state[found].dim() > dimension && state[found].numel() is > 0 and <= int.MaxValue
            ? (int)state[found].size(dimension)
            : throw new InvalidDataException($"{state.Source} has no {name}: it is not a GhostNet.");
}
