using System.CommandLine;
using GhostNet.Cli.Commands.Train;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using GhostNet.Weights;
using TorchSharp;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet train</c>: trains a network, or goes on with a training.</summary>
internal sealed class TrainCommand : CommandBase
{
    private const string Tutorial = "ghostnet_tutorial";

    /// <summary>When the tutorial writes its checkpoints, and how many it keeps.</summary>
    private const int TutorialSteps = 1875, TutorialKeep = 10;

    private readonly ModelChoice _model = new($"{ModelChoice.Default}, which for shapes gets --width 0.5 and --stem-stride 2. {Tutorial} is trained as in the tutorial, unless other options say otherwise");
    private readonly TrainingChoice _training = new();
    private readonly CallbackChoice _callbacks = new();
    private readonly FineTuningChoice _fineTuning;
    private readonly Option<string?> _dataset = SharedOptions.Dataset("The images to learn from. Default: shapes, which the program draws itself (synthetic).");
    private readonly Option<string?> _data = SharedOptions.Data("A folder of your own pictures, DIR/CLASS/picture.jpg or DIR/train/CLASS/picture.jpg; or a table FILE.csv with lines file,label or file,label;label; or, with --dataset, the folder or archive of that data set.");
    private readonly PictureChoice _pictures = new();
    private readonly Option<int?> _limit = SharedOptions.Limit("Use only the first N training images and the first N test images. Default: all.");
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress, only the result." };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for the log, the checkpoints and the curves. Default: runs/<time>.", HelpName = "DIR" };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with a training: name its folder or a checkpoint, or nothing for the newest training under runs. One that has no checkpoint yet begins again. --epochs may be changed.",
        HelpName = "FILE|FOLDER",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the command.</summary>
    public TrainCommand()
        : base(
            "train",
            "Train a network. With no options: ten classes of drawn shapes, in about a minute.",
            "train",
            "train --data photos --size 96 --epochs 30",
            "train --data photos --weights runs/20261124-081500/checkpoints/best.safetensors",
            "train --dataset cifar10 --data DIR",
            "train --dataset cifar10 --epochs 60 --patience 8 --tensorboard",
            "train --dataset fashion-mnist --epochs 3 --width 0.5",
            "train --dataset cifar10 --model ghostnetv2_100 --stem-stride 1",
            "train --dataset cifar10 --model ghostnet_tutorial --epochs 20 --batch 128",
            "train --resume",
            "train --resume runs/20261124-081500 --epochs 20")
    {
        _fineTuning = new FineTuningChoice(_model);
        Options.Add(_dataset);
        Options.Add(_data);
        _pictures.AddTo(this, hasSize: true);
        Options.Add(_limit);
        _model.AddTo(this);
        _training.AddTo(this);
        _callbacks.AddTo(this);
        _fineTuning.AddTo(this);
        Options.Add(_resume);
        Options.Add(_device);
        Options.Add(_threads);
        Options.Add(_out);
        Options.Add(_json);
        Options.Add(_quiet);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        using var signals = new StopSignals(() => terminal.Writer.WriteLine(
            "\nStopping after this step, to write a checkpoint. Press Ctrl-C again to end at once."));
        return arguments.GetResult(_resume) is { Implicit: false }
            ? Resume(arguments, terminal, signals.Token)
            : Start(arguments, null, terminal, signals.Token);
    }

    /// <summary>Trains from the first step.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="taken">The folder of a training that is begun again; null to make one.</param>
    /// <param name="terminal">Where its progress is shown.</param>
    /// <param name="cancellation">Stops it after a step.</param>
    private int Start(ParseResult arguments, RunLock? taken, Terminal terminal, CancellationToken cancellation)
    {
        var folder = arguments.GetValue(_data);
        var dataset = arguments.GetValue(_dataset) ?? (folder is null ? DatasetSource.Shapes : DatasetSource.Pictures);
        var source = _pictures.Configure(arguments, new DatasetSource(dataset, folder, arguments.GetValue(_limit), _training.Validation(arguments)));
        if (source.HasValidation)
        {
            source = _training.IsValidationGiven(arguments)
                ? throw new UsageException($"--validation would be ignored: {source.Folder} has a folder val of its own.")
                : source with { Validation = 0 };
        }

        var name = _model.Name(arguments);
        var defaults = DatasetDefaults.For(source.Name);
        var options = _training.Configure(arguments, name == Tutorial ? TrainingOptions.Tutorial : defaults.Options) with
        {
            Device = arguments.GetRequiredValue(_device),
            Cancellation = cancellation,
        };
        var known = _fineTuning.Open(arguments);
        source = known is null ? source : FineTuningChoice.Like(source, known);
        var spec = known?.Model.Spec ?? _model.Change(arguments, name is null ? defaults.Model : new ModelSpec(name));
        var validates = source.Validation > 0 || source.HasValidation;
        _callbacks.Check(arguments, known is null ? options.Epochs : null, options.EvaluateEvery, validates);
        OutputFolder.Require(taken?.Run.Folder ?? arguments.GetValue(_out) ?? RunFolder.Root);
        var data = Read(source, arguments.GetValue(_threads), terminal, cancellation);
        Announce(terminal, source, data);
        options = known is null ? options : _fineTuning.Configure(arguments, _training.Configure(arguments, TrainingOptions.ForFineTuning(data.Train))) with
        {
            Device = options.Device,
            Cancellation = cancellation,
        };
        _callbacks.Check(arguments, options.Epochs, options.EvaluateEvery, validates);
        options = _fineTuning.Weigh(arguments, terminal, options, data.Train);
        options = data.Train.LabelSets is null ? options : _training.ForSeveralClasses(arguments, options);

        // From a batch of one image, batch normalisation cannot learn. How many images there will be, nobody knows before.
        options = source.Name == DatasetSource.Pictures && data.Train.Count % options.BatchSize == 1 ? options with { DropLast = true } : options;
        using var model = known is null
            ? Build(arguments, terminal, spec.With("classes", data.Train.ClassNames.Count).With("inputChannels", data.Train.Channels), options.Seed, data.Train)
            : FineTuningChoice.Adapt(terminal, known, data.Train, options);
        var search = _training.IsRateSought(arguments) ? RateSearch.Run(terminal, model, data.Train, options) : null;
        using var trainer = new Trainer(model, search is null ? options : options with { LearningRate = search.Rate });
        using var run = taken ?? RunLock.Create(arguments.GetValue(_out));
        search?.Write(run.Run);
        var given = Given(arguments);
        return Finish(arguments, terminal, run, RunInfo.Of(source, given), given, source, trainer, model, data);
    }

    /// <summary>Builds the network with the first weights of a seed. One that halves small images too often begins with stride 1, unless the command line says otherwise.</summary>
    private ImageClassifier Build(ParseResult arguments, Terminal terminal, ModelSpec spec, int seed, ImageDataset images)
    {
        torch.manual_seed(seed);
        var model = ModelRegistry.Create(spec);
        var smallest = model.SmallestImage;
        if (Math.Min(images.Height, images.Width) >= smallest)
        {
            return model;
        }

        model.Dispose();
        if (_model.HasStemStride(arguments) || ModelChoice.ForSmallImages(spec) is not { } other)
        {
            throw new UsageException($"{spec.Name} takes images of {smallest}x{smallest} pixels or more, and those of {images.Name} have {images.Height}x{images.Width}: name another network with --model{(_model.HasStemStride(arguments) ? ", or leave out --stem-stride" : "")}.");
        }

        terminal.Writer.WriteLine($"{spec.Name} takes images of {smallest}x{smallest} pixels or more: its first convolution gets stride 1, which suits {images.Height}x{images.Width}.");
        torch.manual_seed(seed);
        return ModelRegistry.Create(other);
    }

    private int Resume(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if ((_model.Given(arguments).FirstOrDefault() ?? _training.FirstGiven(arguments) ?? _fineTuning.FirstGiven(arguments) ?? (arguments.GetValue(_out) is null ? null : _out.Name)) is { } fixedOption)
        {
            throw CannotChange(fixedOption);
        }

        var path = arguments.GetValue(_resume);
        var run = RunFolder.Find(path);
        var note = run.ReadInfo();
        if (note is { Options: not null } && !run.HasCheckpoint && !File.Exists(path))
        {
            return StartAgain(arguments, run, note, terminal, cancellation);
        }

        var checkpoint = run.NewestCheckpoint(path);
        if (_pictures.OtherSize(arguments, checkpoint.Data.Transform?.Size) is { } size)
        {
            throw CannotChange(size);
        }

        var epochs = _training.Epochs(arguments) ?? checkpoint.Options.Epochs;
        if (checkpoint.Epoch >= epochs)
        {
            var done = checkpoint.Epoch < checkpoint.Options.Epochs ? $"{checkpoint.Epoch} of the {checkpoint.Options.Epochs}" : $"All {checkpoint.Epoch}";
            var more = checkpoint.Epoch < checkpoint.Options.Epochs ? $"leave out --epochs {epochs} to do the rest" : $"ask for more with --epochs {2 * checkpoint.Epoch}";
            throw new UsageException($"{done} epochs of {run.Folder} are done: {more}, or write its page again: {ProgramName.Here} report {Shell.Quote(run.Folder)}");
        }

        var info = note ?? RunInfo.Of(checkpoint.Data);
        var callbacks = _callbacks.Merge(arguments, note?.Options);
        _callbacks.RequirePatience(callbacks, checkpoint);
        if (note is not null && _training.OtherValidation(arguments, note.Validation ?? 0) is { } validation)
        {
            throw CannotChange(validation);
        }

        var source = _pictures.Configure(arguments, info.Source(arguments.GetValue(_dataset), arguments.GetValue(_data), arguments.GetValue(_limit)) with { Like = checkpoint.Data });
        source = note is null ? source with { Validation = _training.Validation(arguments, usual: checkpoint.IsOldFormat ? 0 : TrainingChoice.UsualValidation) } : source;
        _callbacks.Check(arguments, epochs, checkpoint.Options.EvaluateEvery, source.Validation > 0 || source.HasValidation);
        info = note?.Options is null ? info : info with { Options = callbacks };
        if (note is not null && (source.Name, source.Limit) != (note.Dataset, note.Limit))
        {
            throw CannotChange(source.Name == note.Dataset ? _limit.Name : _dataset.Name);
        }

        var data = Read(source, arguments.GetValue(_threads) ?? ThreadsOf(info), terminal, cancellation);
        Announce(terminal, source, data);
        using var taken = RunLock.Take(run);

        // Whoever trained here until now may have written another one.
        checkpoint = run.NewestCheckpoint(path);
        terminal.Writer.WriteLine($"Going on from {checkpoint.Path}: {checkpoint.Epoch} of {epochs} epochs and {checkpoint.Step} steps are done."
            + (checkpoint.IsOldFormat ? " It has the old format of version 0.1.0; from now on the new one is written." : ""));
        using var model = checkpoint.CreateModel(averaged: false);
        var device = arguments.GetResult(_device) is { Implicit: false } ? arguments.GetValue(_device) : null;
        using var trainer = Trainer.Resume(checkpoint.Path, model, epochs, device, cancellationToken: cancellation);
        return Finish(arguments, terminal, taken, info, callbacks, source, trainer, model, data);
    }

    /// <summary>Begins a training again that ended before its first checkpoint, with the options that it had.</summary>
    private int StartAgain(ParseResult arguments, RunFolder run, RunInfo note, Terminal terminal, CancellationToken cancellation)
    {
        var options = new Dictionary<string, string>(note.Options!);
        foreach (var (name, value) in Given(arguments))
        {
            if (name == _limit.Name || name == _dataset.Name)
            {
                throw CannotChange(name);
            }

            options[name] = value;
        }

        var first = Parse([.. options.Select(option => option.Value.Length == 0 ? option.Key : $"{option.Key}={option.Value}")]);
        if (first.Errors is [{ Message: var problem }, ..])
        {
            throw new InvalidDataException($"{run.Folder} has no checkpoint, and the options in its run.json are not valid: {problem}");
        }

        using var taken = RunLock.Take(run);
        if (run.HasCheckpoint)
        {
            // Another process began it meanwhile.
            taken.Dispose();
            return Resume(arguments, terminal, cancellation);
        }

        terminal.Writer.WriteLine($"{run.Folder} has no checkpoint yet: beginning again with its options.");
        return Start(first, taken, terminal, cancellation);
    }

    /// <summary>What the command line says about the training itself.</summary>
    private Dictionary<string, string> Given(ParseResult arguments)
    {
        Option[] others = [_resume, _out, _json, _quiet];
        return Options.Except(others)
            .Where(option => arguments.GetResult(option) is { Implicit: false, Tokens.Count: <= 1 })
            .ToDictionary(option => option.Name, option => _callbacks.Given(arguments, option) ?? (arguments.GetResult(option)!.Tokens is not [{ Value: var value }] ? "true"
                : option == _data || _fineTuning.IsFile(option, value) ? Path.GetFullPath(value) : value));
    }

    /// <summary>The threads with which a training began: with another number its sums are rounded differently.</summary>
    private int? ThreadsOf(RunInfo info) => info.Options?.GetValueOrDefault(_threads.Name) is { } number
        ? Parse([$"{_threads.Name}={number}"]).GetValue(_threads)
        : null;

    private static UsageException CannotChange(string option) =>
        new($"{option} cannot be changed when a training goes on; only --epochs, --data, --skip-broken, --device, --threads, --patience, --csv and --tensorboard can.");

    /// <summary>Reads the data while libtorch loads, which takes one core a quarter of a second.</summary>
    private static DatasetSplit Read(DatasetSource source, int? threads, Terminal terminal, CancellationToken cancellation)
    {
        var reading = Task.Run(() => source.Load(terminal, cancellation), CancellationToken.None);
        SharedOptions.Prepare(threads);
        return reading.GetAwaiter().GetResult();
    }

    private int Finish(
        ParseResult arguments, Terminal terminal, RunLock taken, RunInfo info, IReadOnlyDictionary<string, string> options, DatasetSource source, Trainer trainer, ImageClassifier model, DatasetSplit data)
    {
        var run = taken.Run;
        if (info.Options is not null || run.HasInfo)
        {
            run.WriteInfo(info with { Process = Environment.ProcessId });
        }

        var checkpoints = model.Spec.Name == Tutorial
            ? new ModelCheckpoint(run.Checkpoints, everySteps: TutorialSteps, keep: TutorialKeep)
            : new ModelCheckpoint(run.Checkpoints);
        terminal.Writer.WriteLine($"Everything goes to {run.Folder}; Ctrl-C stops and keeps what was learnt.");
        var session = new TrainingSession(terminal, taken, source);
        TrainingResult result;
        try
        {
            result = session.Run(trainer, model, data, [checkpoints, .. _callbacks.Create(options, run)], arguments.GetValue(_quiet));
        }
        catch (ArgumentException exception) when (!run.HasCheckpoint)
        {
            // The options do not fit the data: this is not a training that could be resumed, and its folder must not be in the way.
            run.DeleteInfo();
            throw new UsageException(ErrorReporter.Describe(exception));
        }
        catch (IOException) when (run.HasCheckpoint)
        {
            terminal.Writer.WriteLine($"What was learnt until the last checkpoint is kept. To go on: {TrainingResult.ResumeCommand(run)}");
            throw;
        }

        terminal.Result(result, () => result.Show(terminal, run));
        if (arguments.GetValue(_json) && !result.IsComplete)
        {
            terminal.Writer.WriteLine($"Stopped. To go on: {result.Resume}");
        }

        return result.IsComplete ? ExitCode.Good : ExitCode.Failed;
    }

    private static void Announce(Terminal terminal, DatasetSource source, DatasetSplit data)
    {
        terminal.Writer.WriteLine(data.Train.IsSynthetic
            ? $"Data set: {source.Title}, which is SYNTHETIC: this program draws it, so that nothing need be downloaded."
            : $"Data set: {source.Title}.");
        terminal.Writer.WriteLine($"{NumberFormat.Count(data.Train.Count)} training, {NumberFormat.Count(data.Validation?.Count ?? 0)} validation and {NumberFormat.Count(data.Test.Count)} test images, "
            + $"[{data.Train.Channels}, {data.Train.Height}, {data.Train.Width}], {data.Train.ClassNames.Count} classes.");
    }
}
