using System.CommandLine;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.IO;
using GhostNet.Runtime;
using GhostNet.Training;
using Spectre.Console;
using TorchSharp;

namespace GhostNet.Cli.Commands;

/// <summary><c>ghostnet predict</c>: what a trained model sees in pictures.</summary>
internal sealed class PredictCommand : CommandBase
{
    private const int BarWidth = 30;

    private readonly Argument<string[]> _images = new("image")
    {
        Description = "Pictures of any size: PNG, JPEG, WebP, GIF or BMP.",
        Arity = ArgumentArity.OneOrMore,
        HelpName = "IMAGE",
    };

    private readonly Option<string?> _checkpoint = SharedOptions.Checkpoint();
    private readonly WeightChoice _weights = new();
    private readonly Option<int?> _top = SharedOptions.Positive("--top", "Predictions per picture. Default: 5.");
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly Option<bool> _json = SharedOptions.Json();

    /// <summary>Creates the command.</summary>
    public PredictCommand()
        : base(
            "predict",
            "Classify pictures with a trained model.",
            "predict photo.jpg",
            "predict *.png --checkpoint runs/20261124-081500 --top 3",
            "predict photo.jpg --weights ghostnet_1x.pth --model ghostnet_100 --names imagenet.txt",
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
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var terminal = new Terminal(arguments.GetValue(_json));
        SharedOptions.Prepare(threads: null);
        using var classifier = _weights.Open(arguments, arguments.GetValue(_checkpoint));
        var device = Devices.Parse(arguments.GetRequiredValue(_device));
        using var network = classifier.ForPrediction(device);
        var top = Math.Min(arguments.GetValue(_top) ?? 5, classifier.Data.ClassNames.Count);

        var predictions = new List<Prediction>();
        foreach (var path in arguments.GetRequiredValue(_images))
        {
            var prediction = Predict(path, network, classifier.Data, device, top);
            predictions.Add(prediction);
            if (prediction.Error is not null)
            {
                Console.Error.WriteLine($"error: {prediction.Error}");
            }
        }

        terminal.Result(new Report(classifier.Source, classifier.Data.Name, predictions), () => predictions.ForEach(one => Show(terminal, one)));
        return predictions.All(one => one.Error is null) ? ExitCode.Good : ExitCode.Failed;
    }

    /// <summary>A picture that cannot be read must not keep the others from being seen.</summary>
    private static Prediction Predict(
        string path, torch.nn.Module<torch.Tensor, torch.Tensor> network, TrainingData data, torch.Device device, int top)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            var image = ImageFile.Load(path, data.Channels, data.Height, data.Width, data.Mean, data.Std).to(device);
            var probabilities = torch.nn.functional.softmax(network.call(image), 1).cpu().data<float>().ToArray();
            return new Prediction(
                path,
                [.. probabilities
                    .Take(data.ClassNames.Count)
                    .Select((probability, label) => new Guess(data.ClassNames[label], label, probability))
                    .OrderByDescending(guess => guess.Probability)
                    .Take(top)],
                null);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new Prediction(path, [], exception.Message);
        }
    }

    private static void Show(Terminal terminal, Prediction prediction)
    {
        if (prediction.Error is not null)
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

    internal sealed record Guess(string Class, int Label, double Probability);

    internal sealed record Prediction(string Image, IReadOnlyList<Guess> Guesses, string? Error);

    internal sealed record Report(string Checkpoint, string TrainedOn, IReadOnlyList<Prediction> Predictions);
}
