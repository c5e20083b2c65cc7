using System.CommandLine;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Metrics;
using GhostNet.Runtime;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet evaluate</c>: how well a trained model knows the test images.</summary>
internal sealed class EvaluateCommand : CommandBase
{
    /// <summary>The most classes whose confusions fit side by side into a terminal.</summary>
    private const int MostColumns = 20;

    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly WeightChoice _weights = new("The data set. Default: the one that the model was trained on.", hasNames: false);
    private readonly Option<string?> _data = SharedOptions.Data("A folder of pictures sorted into the classes of the network; or the folder or archive of the data set. Default: where it was in the training.");
    private readonly PictureChoice _pictures = new();
    private readonly Option<int?> _limit = SharedOptions.Limit("Use only the first N test images. Default: as in the training.");
    private readonly Option<int?> _batch = SharedOptions.Positive("--batch", "Images per batch. Default: 512.");
    private readonly Option<bool> _mirror = new("--mirror") { Description = "Show the model each image and its mirror image, and take the mean of both answers: twice the work." };
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<int?> _threads = SharedOptions.Threads();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public EvaluateCommand()
        : base(
            "evaluate",
            "Measure a trained model on the test images: accuracy, class by class, confusion matrix.",
            "evaluate",
            "evaluate --checkpoint runs/20261124-081500",
            "evaluate --data photos/test",
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
        Options.Add(_device);
        Options.Add(_threads);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        SharedOptions.Prepare(arguments.GetValue(_threads));

        var (classifier, source) = Open(arguments);
        using var _ = classifier;
        var model = classifier.Model;
        var test = Images(arguments, source, terminal);
        if (test.Channels != model.InputChannels)
        {
            throw new UsageException($"The network of {classifier.Source} takes images of {model.InputChannels} channels, and those of {source.Title} have {test.Channels}: name the data set that it was trained on with --dataset, or leave that out.");
        }

        var mirrored = arguments.GetValue(_mirror);
        var evaluation = Evaluation.Run(
            model, test, arguments.GetValue(_batch) ?? 512, mirrored: mirrored, device: Devices.Parse(arguments.GetRequiredValue(_device)));
        terminal.Result(
            new Report(
                classifier.Source,
                test.Name,
                test.IsSynthetic,
                mirrored,
                evaluation.Count,
                evaluation.Accuracy,
                evaluation.TopK,
                evaluation.TopKAccuracy,
                evaluation.Loss,
                [.. evaluation.PerClass.Select(one => new ClassRow(one.Name, one.Count, one.Correct, one.Accuracy, one.Precision))],
                Rows(evaluation.ConfusionMatrix)),
            () => Show(terminal, classifier.Source, test.Name, test.IsSynthetic, mirrored, evaluation, hasSeveral: test.LabelSets is not null));
        return ExitCode.Good;
    }

    /// <summary>The images that the network is measured with.</summary>
    private ImageDataset Images(ParseResult arguments, DatasetSource source, Terminal terminal)
    {
        if (source.Name == DatasetSource.Pictures)
        {
            return arguments.GetValue(_data) is null
                ? source.Load(terminal, CancellationToken.None).Measured() ?? throw new UsageException($"{source.Folder} has neither test nor validation images: name a folder of pictures with --data.")
                : source.LoadForTest(terminal, CancellationToken.None);
        }

        return (source with { Validation = 0 }).Load(terminal, CancellationToken.None).Test;
    }

    /// <summary>The network, and the data set that it is measured on.</summary>
    private (Classifier Classifier, DatasetSource Source) Open(ParseResult arguments)
    {
        var (dataset, data, limit) = (_weights.Dataset(arguments), arguments.GetValue(_data), arguments.GetValue(_limit));
        if (_weights.IsGiven(arguments))
        {
            var weights = _weights.Open(arguments, arguments.GetValue(_checkpoint));
            return (weights, Configure(arguments, weights, dataset is null ? RunInfo.Of(weights.Data).Source(dataset, data, limit) : new DatasetSource(dataset, data, limit)));
        }

        _weights.RequireCheckpoint(arguments);
        var (run, checkpoint) = RunFolder.Open(arguments.GetValue(_checkpoint));
        var classifier = Classifier.Of(checkpoint);
        return (classifier, Configure(arguments, classifier, (run.ReadInfo() ?? RunInfo.Of(checkpoint.Data)).Source(dataset, data, limit)));
    }

    private DatasetSource Configure(ParseResult arguments, Classifier classifier, DatasetSource source) =>
        _pictures.Configure(arguments, source with { Like = classifier.Data });

    private static void Show(Terminal terminal, string file, string dataset, bool isSynthetic, bool mirrored, Evaluation evaluation, bool hasSeveral)
    {
        var images = $"{NumberFormat.Count(evaluation.Count)} images{(mirrored ? ", each also mirrored" : "")}";
        terminal.Writer.WriteLine($"{file} on {dataset}{(isSynthetic ? " (synthetic)" : "")}, {images}");
        terminal.Writer.WriteLine($"accuracy {NumberFormat.Percent(evaluation.Accuracy)}, top-{evaluation.TopK} {NumberFormat.Percent(evaluation.TopKAccuracy)}, loss {NumberFormat.Number(evaluation.Loss, "F4")}");
        if (hasSeveral)
        {
            terminal.Writer.WriteLine("An image is right when its most probable class is one of its classes.");
        }

        if (evaluation.PerClass.Count > MostColumns)
        {
            ShowClasses(terminal, evaluation);
            return;
        }

        // One table: each class, how many of it are right, and what its images were taken for.
        var names = evaluation.PerClass.Select(one => ForeignText.Show(one.Name)).ToList();
        var table = new Table().AddColumn("class").AddColumn(new TableColumn("right").RightAligned().NoWrap());
        foreach (var name in names)
        {
            table.AddColumn(new TableColumn(Markup.Escape(name.Length > 5 ? name[..5] : name)).RightAligned().NoWrap());
        }

        for (var row = 0; row < names.Count; row++)
        {
            string[] cells = [Markup.Escape(names[row]), NumberFormat.Percent(evaluation.PerClass[row].Accuracy)];
            table.AddRow([.. cells, .. Enumerable.Range(0, names.Count).Select(column => Cell(evaluation.ConfusionMatrix[row, column], row == column))]);
        }

        terminal.Console.Write(table);
        terminal.Writer.WriteLine("Rows: true classes. Columns: predicted classes.");
    }

    /// <summary>Many classes: a line for each, and what its images are mostly taken for.</summary>
    private static void ShowClasses(Terminal terminal, Evaluation evaluation)
    {
        var table = new Table().AddColumn("class").AddColumn(new TableColumn("images").RightAligned()).AddColumn(new TableColumn("right").RightAligned()).AddColumn("else mostly");
        foreach (var one in evaluation.PerClass)
        {
            var other = one.MostConfusedWith is { } label ? ForeignText.Show(evaluation.PerClass[label].Name) : "";
            table.AddRow(Markup.Escape(ForeignText.Show(one.Name)), NumberFormat.Count(one.Count), NumberFormat.Percent(one.Accuracy), Markup.Escape(other));
        }

        terminal.Console.Write(table);
    }

    private static string Cell(long count, bool isRight) => count == 0 ? "[grey]·[/]" : isRight ? $"[bold blue]{count}[/]" : $"{count}";

    private static long[][] Rows(long[,] matrix) =>
        [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row => Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column]).ToArray())];

    internal sealed record ClassRow(string Name, long Count, long Correct, double Accuracy, double Precision);

    internal sealed record Report(
        string Checkpoint,
        string Dataset,
        bool Synthetic,
        bool Mirrored,
        int Images,
        double Accuracy,
        int TopK,
        double TopKAccuracy,
        double Loss,
        IReadOnlyList<ClassRow> Classes,
        IReadOnlyList<long[]> ConfusionMatrix);
}
