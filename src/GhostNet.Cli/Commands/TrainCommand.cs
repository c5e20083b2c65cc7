using System.CommandLine;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Models;
using GhostNet.Training;
using TorchSharp;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet train</c>: trains a GhostNet, or goes on with a training.</summary>
internal sealed class TrainCommand : ExampleCommand
{
    /// <summary>When the tutorial writes its checkpoints, and how many it keeps.</summary>
    private const int TutorialSteps = 1875, TutorialKeep = 10;

    private readonly ModelChoice _model = new();
    private readonly TrainingChoice _training = new();
    private readonly Option<string?> _dataset = SharedOptions.Dataset("What to learn from. Default: shapes, which the program draws itself (synthetic).");
    private readonly Option<string?> _data = SharedOptions.Data();
    private readonly Option<int?> _limit = SharedOptions.Limit("Use only the first N training and test images.");
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Show no progress, only the result." };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for log, checkpoints and curves. Default: runs/<time>.", HelpName = "DIR" };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with a training: its folder or a checkpoint; the newest under runs when nothing is named. --epochs may be raised.",
        HelpName = "FILE|FOLDER",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Creates the command.</summary>
    public TrainCommand()
        : base(
            "train",
            "Train a GhostNet. With no options: ten classes of drawn shapes, in about a minute.",
            "train",
            "train --dataset cifar10 --data DIR",
            "train --dataset fashion-mnist --epochs 3 --width 0.5",
            "train --dataset cifar10 --preset tutorial --epochs 20 --batch 128",
            "train --resume",
            "train --resume runs/20261124-081500 --epochs 20")
    {
        Options.Add(_dataset);
        Options.Add(_data);
        Options.Add(_limit);
        _model.AddTo(this);
        _training.AddTo(this);
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
        using var interruption = new Interruption(() => terminal.Writer.WriteLine(
            "\nStopping after this step, to write a checkpoint. Press Ctrl-C again to end at once."));
        return arguments.GetResult(_resume) is { Implicit: false }
            ? Resume(arguments, terminal, interruption.Token)
            : Start(arguments, terminal, interruption.Token);
    }

    private int Start(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var source = new DatasetSource(arguments.GetValue(_dataset) ?? DatasetSource.Shapes, arguments.GetValue(_data), arguments.GetValue(_limit));
        var preset = _model.Preset(arguments);
        var defaults = DatasetDefaults.For(source.Name);
        var options = _training.Configure(arguments, preset == "tutorial" ? TrainingOptions.Tutorial : defaults.Options) with
        {
            Device = arguments.GetRequiredValue(_device),
            Cancellation = cancellation,
        };
        var data = Read(source, arguments, terminal, cancellation);
        Announce(terminal, source, data);
        var config = _model.Configure(arguments, data.Train.ClassNames.Count, data.Train.Channels, defaults.Width, defaults.StemStride);

        torch.manual_seed(options.Seed);
        using var model = new GhostNetV1(config);
        using var trainer = new Trainer(model, options);
        var run = RunFolder.Create(arguments.GetValue(_out));
        var info = RunInfo.Of(source, preset);
        run.WriteInfo(info);
        return Finish(arguments, terminal, run, new TrainingSession(terminal, run, info, source), trainer, model, data);
    }

    private int Resume(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if ((_model.FirstGiven(arguments) ?? _training.FirstGiven(arguments) ?? (arguments.GetValue(_out) is null ? null : _out.Name)) is { } fixedOption)
        {
            throw new UsageException($"{fixedOption} cannot be changed when a training goes on; only --epochs, --data, --device and --threads can.");
        }

        var path = arguments.GetValue(_resume);
        var run = RunFolder.Find(path);
        var checkpoint = Checkpoint.Find(File.Exists(path) ? path : Directory.Exists(run.Checkpoints) ? run.Checkpoints : run.Folder);
        var epochs = _training.Epochs(arguments) ?? checkpoint.Options.Epochs;
        if (checkpoint.Epoch >= epochs)
        {
            throw new UsageException($"All {checkpoint.Epoch} epochs of {run.Folder} are done: ask for more with --epochs {2 * checkpoint.Epoch}");
        }

        var info = run.ReadInfo() ?? RunInfo.Of(checkpoint.Data);
        var source = info.Source(arguments.GetValue(_dataset), arguments.GetValue(_data), arguments.GetValue(_limit));
        var data = Read(source, arguments, terminal, cancellation);
        Announce(terminal, source, data);
        terminal.Writer.WriteLine($"Going on from {checkpoint.Path}: {checkpoint.Epoch} of {epochs} epochs and {checkpoint.Step} steps are done.");

        using var model = checkpoint.CreateModel(averaged: false);
        var device = arguments.GetResult(_device) is { Implicit: false } ? arguments.GetValue(_device) : null;
        using var trainer = Trainer.Resume(checkpoint.Path, model, epochs, device, cancellation);
        return Finish(arguments, terminal, run, new TrainingSession(terminal, run, info, source), trainer, model, data);
    }

    /// <summary>Reads the data while libtorch loads, which takes one core a quarter of a second.</summary>
    private DatasetSplit Read(DatasetSource source, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var reading = Task.Run(() => source.Load(terminal, cancellation), CancellationToken.None);
        SharedOptions.Prepare(arguments.GetValue(_threads));
        return reading.GetAwaiter().GetResult();
    }

    private int Finish(
        ParseResult arguments, Terminal terminal, RunFolder run, TrainingSession session, Trainer trainer, GhostNetV1 model, DatasetSplit data)
    {
        var isTutorial = run.ReadInfo()?.Preset == "tutorial";
        var checkpoints = isTutorial
            ? new ModelCheckpoint(run.Checkpoints, everySteps: TutorialSteps, keep: TutorialKeep)
            : new ModelCheckpoint(run.Checkpoints);
        terminal.Writer.WriteLine($"Everything goes to {run.Folder}; Ctrl-C stops and keeps what was learnt.");
        var result = session.Run(trainer, model, data, checkpoints, arguments.GetValue(_quiet));
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
        terminal.Writer.WriteLine($"{Figures.Count(data.Train.Count)} training and {Figures.Count(data.Test.Count)} test images, "
            + $"[{data.Train.Channels}, {data.Train.Height}, {data.Train.Width}], {data.Train.ClassNames.Count} classes.");
    }
}
