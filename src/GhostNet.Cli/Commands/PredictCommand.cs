using System.CommandLine;
using GhostNet.Cli.Commands.Predict;
using GhostNet.Cli.Runs;
using GhostNet.IO;
using GhostNet.Serving;
using Spectre.Console;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet predict</c>: what a trained model sees in pictures.</summary>
internal sealed class PredictCommand : CommandBase
{
    private const int BarWidth = 30;

    /// <summary>Pictures that are shown to the network at a time, at most.</summary>
    private const int BatchSize = 32;

    private readonly Argument<string[]> _images = new("image")
    {
        Description = "Pictures of any size: PNG, JPEG, WebP, GIF or BMP. A folder stands for all pictures in it, and * and ? for any characters of a name.",
        Arity = ArgumentArity.OneOrMore,
        HelpName = "IMAGE",
    };

    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly WeightChoice _weights = new();
    private readonly Option<int?> _top = SharedOptions.Positive("--top", "Predictions per picture. Default: 5.");
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<bool> _jsonLines = new("--json-lines") { Description = "Write a line of JSON for each picture to the standard output, as soon as it is known." };
    private readonly Option<string?> _csv = new("--csv") { Description = "Write a table instead: a line for each picture, with the most probable classes.", HelpName = "FILE" };

    /// <summary>Creates the command.</summary>
    public PredictCommand()
        : base(
            "predict",
            "Classify pictures with a trained model.",
            "predict photo.jpg",
            "predict *.png --checkpoint runs/20261124-081500 --top 3",
            "predict photo.jpg --weights ghostnet_1x.pth --model ghostnet_100 --names imagenet.txt",
            "predict photos --csv predictions.csv",
            "predict photo.jpg --weights ghostnet_cifar_050",
            "predict photo.jpg --json")
    {
        _images.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-') && !File.Exists(token.Value)))
            {
                result.AddError($"{token.Value} is neither an option of predict nor a picture.{WrongUsage.Meant(token.Value, this)}");
            }
        });
        Arguments.Add(_images);
        Options.Add(_checkpoint);
        _weights.AddTo(this);
        Options.Add(_top);
        Options.Add(_device);
        Options.Add(_json);
        Options.Add(_jsonLines);
        Options.Add(_csv);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json) || arguments.GetValue(_jsonLines));
        if (arguments.GetValue(_json) && arguments.GetValue(_jsonLines))
        {
            throw new UsageException("--json and --json-lines exclude each other: write one object, or one line for each picture.");
        }

        SharedOptions.Prepare(threads: null);
        using var classifier = _weights.Open(arguments, arguments.GetValue(_checkpoint));
        using var predictor = new Predictor(
            classifier.Model, classifier.Data, new PredictorOptions { Device = arguments.GetRequiredValue(_device), BatchSize = BatchSize });
        var top = Math.Min(arguments.GetValue(_top) ?? 5, predictor.ClassNames.Count);
        var pictures = PictureArguments.Expand(arguments.GetRequiredValue(_images));
        using var table = arguments.GetValue(_csv) is { } path ? new PredictionTable(path, top) : null;

        var predictions = new List<PicturePrediction>();
        foreach (var file in predictor.PredictAll(pictures))
        {
            var prediction = PicturePrediction.Of(file, predictor.ClassNames, top);
            predictions.Add(prediction);
            table?.Write(prediction);
            if (arguments.GetValue(_jsonLines))
            {
                Terminal.Line(prediction);
            }

            if (prediction.Error is not null)
            {
                Console.Error.WriteLine($"error: {ForeignText.ShowMessage(prediction.Error)}");
            }

            var isLast = predictions.Count == pictures.Count;
            if (terminal.IsInteractive && pictures.Count > BatchSize && (isLast || predictions.Count % BatchSize == 0))
            {
                terminal.Writer.Write($"\r{NumberFormat.Count(predictions.Count)} of {NumberFormat.Count(pictures.Count)} pictures{(isLast ? "\n" : "")}");
            }
        }

        if (table is not null)
        {
            table.Complete();
            terminal.Writer.WriteLine($"{NumberFormat.Count(predictions.Count)} pictures, as a table: {arguments.GetValue(_csv)}");
        }

        if (!arguments.GetValue(_jsonLines))
        {
            terminal.Result(
                new Report(classifier.Source, classifier.Data.Name, predictions),
                () => predictions.ForEach(one => Show(terminal, one, isShown: table is null)));
        }

        return predictions.All(one => one.Error is null) ? ExitCode.Good : ExitCode.Failed;
    }

    private static void Show(Terminal terminal, PicturePrediction prediction, bool isShown)
    {
        if (prediction.Error is not null || !isShown)
        {
            return;
        }

        terminal.Writer.WriteLine(prediction.Image);
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        table.Columns[1].RightAligned();
        foreach (var guess in prediction.Guesses)
        {
            var filled = (int)Math.Round(BarWidth * guess.Probability);
            table.AddRow(
                $"  {Markup.Escape(ForeignText.Show(guess.Class))}",
                NumberFormat.Percent(guess.Probability, 1),
                $"[blue]{new string('█', filled)}[/][grey]{new string('░', BarWidth - filled)}[/]");
        }

        terminal.Console.Write(table);
    }

    internal sealed record Report(string Checkpoint, string TrainedOn, IReadOnlyList<PicturePrediction> Predictions);
}
