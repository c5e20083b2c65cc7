using System.CommandLine;
using GhostNet.Cli.Commands.Evaluate;
using GhostNet.Cli.Reports;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Metrics;
using GhostNet.Runtime;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet evaluate</c>: how well a trained model knows the test images.</summary>
internal sealed class EvaluateCommand : CommandBase
{
    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly WeightChoice _weights = new("The data set. Default: the one that the model was trained on.", hasNames: false);
    private readonly Option<string?> _data = SharedOptions.Data("A folder of pictures sorted into the classes of the network; or the folder or archive of the data set. Default: where it was in the training.");
    private readonly PictureChoice _pictures = new();
    private readonly Option<int?> _limit = SharedOptions.Limit("Use only the first N test images. Default: as in the training.");
    private readonly Option<int?> _batch = SharedOptions.Positive("--batch", "Images per batch. Default: 512.");
    private readonly Option<bool> _mirror = new("--mirror") { Description = "Show the model each image and its mirror image, and take the mean of both answers: twice the work." };
    private readonly Option<string?> _out = new("--out") { Description = "The page to write. Default: evaluation.html in the folder of the training; with --weights, here.", HelpName = "FILE.html" };
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public EvaluateCommand()
        : base(
            "evaluate",
            "Measure a trained model on the test images: accuracy, precision and recall of each class, confusion matrix, calibration; and write a page that also shows the worst mistakes and images that were learnt from.",
            "evaluate",
            "evaluate --checkpoint runs/20261124-081500",
            "evaluate --data photos/test --out photos.html",
            "evaluate --checkpoint best.safetensors --dataset cifar10 --data DIR --json",
            "evaluate --weights weights.safetensors --dataset cifar10")
    {
        Options.Add(_checkpoint);
        _weights.AddTo(this);
        Options.Add(_data);
        _pictures.AddTo(this, hasSize: false);
        Options.Add(_limit);
        Options.Add(_batch);
        Options.Add(_mirror);
        Options.Add(_out);
        Options.Add(_device);
        Options.Add(_threads);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        SharedOptions.Prepare(arguments.GetValue(_threads));

        var (classifier, source, trained, run) = Open(arguments);
        using var _ = classifier;
        var page = arguments.GetValue(_out) ?? Path.Combine(run?.Folder ?? "", "evaluation.html");
        RequirePage(page);
        var model = classifier.Model;
        var (test, training) = Images(arguments, source, terminal);
        if (test.Channels != model.InputChannels)
        {
            throw new UsageException($"The network of {classifier.Source} takes images of {model.InputChannels} channels, and those of {source.Title} have {test.Channels}: name the data set that it was trained on with --dataset, or leave that out.");
        }

        var mirrored = arguments.GetValue(_mirror);
        var evaluation = Evaluation.Run(
            model, test, arguments.GetValue(_batch) ?? 512, mirrored: mirrored, device: Devices.Parse(arguments.GetRequiredValue(_device)));
        var leak = test.IsSynthetic ? Leak.Unknown("a program draws them, each training and test image anew.")
            : IsAsTrained(arguments) && training is not null ? Leak.Of(training, test)
            : trained is null ? Leak.Unknown("where the training images are is not known.")
            : Leak.Of(trained, test, terminal);
        if (!test.IsSynthetic && (source.Name != DatasetSource.Pictures || !IsAsTrained(arguments)))
        {
            // Where the pictures are those of the training, reading them has told it.
            leak.Warn(terminal, evaluation.Count);
        }

        new EvaluationReport(classifier, test, mirrored, evaluation, leak).Write(page);
        terminal.Result(
            EvaluationResult.Of(classifier.Source, test, mirrored, evaluation, leak, Path.GetFullPath(page)),
            () => Show(terminal, classifier.Source, test, mirrored, evaluation, page));
        return ExitCode.Good;
    }

    /// <summary>Whether the images are the test images of the training.</summary>
    private bool IsAsTrained(ParseResult arguments) =>
        !_weights.IsGiven(arguments) && arguments.GetValue(_data) is null && arguments.GetValue(_limit) is null && _weights.Dataset(arguments) is null;

    /// <summary>Makes sure, before the work, that the page can be written.</summary>
    private static void RequirePage(string page)
    {
        if (Directory.Exists(page))
        {
            throw new UsageException($"{page} is a folder: name the file of the page with --out, such as {Path.Combine(page, "evaluation.html")}.");
        }

        OutputFolder.Require(Path.GetDirectoryName(Path.GetFullPath(page))!);
    }

    /// <summary>The images that the network is measured with, and those of the training where they were read with them.</summary>
    private (ImageDataset Test, ImageDataset? Training) Images(ParseResult arguments, DatasetSource source, Terminal terminal)
    {
        if (source.Name == DatasetSource.Pictures && arguments.GetValue(_data) is not null)
        {
            return (source.LoadForTest(terminal, CancellationToken.None), null);
        }

        var split = (source.Name == DatasetSource.Pictures ? source : source with { Validation = 0 }).Load(terminal, CancellationToken.None);
        return source.Name == DatasetSource.Pictures
            ? (split.Measured() ?? throw new UsageException($"{source.Folder} has neither test nor validation images: name a folder of pictures with --data."), split.Train)
            : (split.Test, split.Train);
    }

    /// <summary>The network, the data set that it is measured on, the one that it was trained on, if that is known, and the folder of its training.</summary>
    private (Classifier Classifier, DatasetSource Source, DatasetSource? Trained, RunFolder? Run) Open(ParseResult arguments)
    {
        var (dataset, data, limit) = (_weights.Dataset(arguments), arguments.GetValue(_data), arguments.GetValue(_limit));
        if (_weights.IsGiven(arguments))
        {
            var weights = _weights.Open(arguments, arguments.GetValue(_checkpoint));
            return (weights, Configure(arguments, weights, dataset is null ? RunInfo.Of(weights.Data).Source(dataset, data, limit) : new DatasetSource(dataset, data, limit)), null, null);
        }

        _weights.RequireCheckpoint(arguments);
        var (run, checkpoint) = RunFolder.Open(arguments.GetValue(_checkpoint));
        var classifier = Classifier.Of(checkpoint);
        var info = run.ReadInfo();
        var trained = info is null ? null : info.Source(dataset: null, folder: null, limit: null) with { Like = classifier.Data };
        return (classifier, Configure(arguments, classifier, (info ?? RunInfo.Of(checkpoint.Data)).Source(dataset, data, limit)), trained, run);
    }

    private DatasetSource Configure(ParseResult arguments, Classifier classifier, DatasetSource source) =>
        _pictures.Configure(arguments, source with { Like = classifier.Data });

    private static void Show(Terminal terminal, string file, ImageDataset images, bool mirrored, Evaluation evaluation, string page)
    {
        var count = $"{NumberFormat.Count(evaluation.Count)} image{(evaluation.Count == 1 ? "" : "s")}{(mirrored ? ", each also mirrored" : "")}";
        terminal.Writer.WriteLine($"{file} on {images.Name}{(images.IsSynthetic ? " (synthetic)" : "")}, {count}");
        terminal.Writer.WriteLine($"accuracy {NumberFormat.Percent(evaluation.Accuracy)}, top-{evaluation.TopK} {NumberFormat.Percent(evaluation.TopKAccuracy)}, loss {NumberFormat.Number(evaluation.Loss, "F4")}");
        terminal.Writer.WriteLine($"macro precision {NumberFormat.Percent(evaluation.MacroPrecision)}, recall {NumberFormat.Percent(evaluation.MacroRecall)}, F1 {NumberFormat.Percent(evaluation.MacroF1)}; {evaluation.Calibration}");
        if (images.LabelSets is not null)
        {
            terminal.Writer.WriteLine("An image is right when its most probable class is one of its classes. For recall and precision each class above 50 % counts as predicted.");
        }

        EvaluationTable.Show(terminal, evaluation);
        terminal.Writer.WriteLine($"Page with the worst mistakes, calibration and duplicates: {page}");
    }
}
