using System.CommandLine;
using GhostNet.Cli.Forms;
using GhostNet.Cli.Runs;
using GhostNet.Data;
using GhostNet.Onnx;
using GhostNet.Training;

namespace GhostNet.Cli.Commands.Export;

/// <summary>The options of an export to ONNX.</summary>
internal sealed class OnnxChoice
{
    private readonly Option<bool> _noFold = new("--no-fold")
    {
        Description = "Keep batch normalisation as operators of its own rather than within the convolutions (onnx only).",
    };

    private readonly Option<bool> _withPreprocessing = new("--with-preprocessing")
    {
        Description = "The file takes decoded pictures, [batch, height, width, 3] in bytes, resizes and normalises them itself, and gives probabilities (onnx only).",
    };

    private readonly Option<bool> _int8 = new("--int8")
    {
        Description = "8-bit numbers: about a quarter of the size. Both files are run in ONNX Runtime and compared (onnx only).",
    };

    private readonly Option<string?> _calibrate = new("--calibrate")
    {
        Description = "For --int8: a folder with a few hundred pictures like those that the network will see. Default: the validation images of the training, or its training images.",
        HelpName = "FOLDER",
    };

    private readonly Option<string?> _data = SharedOptions.Data("For --int8: folder or archive of the data set of the training. Default: where it was in the training.");

    private Option[] All => [_noFold, _withPreprocessing, _int8, _calibrate, _data];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => Array.ForEach(All, command.Options.Add);

    /// <summary>Refuses options that would do nothing.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="format">What is written.</param>
    /// <exception cref="UsageException">There is one.</exception>
    public void Check(ParseResult arguments, string format)
    {
        if (format != "onnx" && Given(arguments, All) is { } name)
        {
            throw new UsageException($"{name} is for onnx: weights written as {format} are never changed.");
        }

        if (!arguments.GetValue(_int8) && Given(arguments, [_calibrate, _data]) is { } other)
        {
            throw new UsageException($"{other} is for --int8: without it no images are looked at.");
        }

        if (arguments.GetValue(_int8) && arguments.GetValue(_noFold))
        {
            throw new UsageException("--int8 and --no-fold exclude each other: 8-bit numbers need batch normalisation within the convolutions.");
        }
    }

    /// <summary>Writes the file, and measures it if its numbers have 8 bits.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="classifier">The network.</param>
    /// <param name="source">The data set that it was trained on; asked for only when it is needed.</param>
    /// <param name="path">The file.</param>
    /// <param name="terminal">Told what is going on.</param>
    /// <returns>The file in 32-bit and in 8-bit numbers, or nothing when the latter was not asked for.</returns>
    public IReadOnlyList<Form> Write(ParseResult arguments, Classifier classifier, Func<string?, DatasetSource> source, string path, Terminal terminal)
    {
        var (calibration, test) = arguments.GetValue(_int8) ? Images(arguments, classifier, source, terminal) : (null, null);
        var withPreprocessing = arguments.GetValue(_withPreprocessing);
        classifier.Model.ExportOnnx(path, new OnnxOptions
        {
            FoldBatchNorm = !arguments.GetValue(_noFold),
            Description = classifier.Data.Describe(classifier.Model),
            WithPreprocessing = withPreprocessing,
            Calibration = calibration,
        });

        // What takes pictures of any size cannot be shown images that are resized already: its network is measured without.
        return calibration is null
            ? []
            : new FormMeasurement(terminal, classifier.Model, classifier.Data, calibration, test).Onnx(withPreprocessing ? null : path);
    }

    /// <summary>Says what the file takes and gives, and how good it is.</summary>
    public void Show(ParseResult arguments, TrainingData data, IReadOnlyList<Form> forms, Terminal terminal)
    {
        var (writer, classes) = (terminal.Writer, data.ClassNames.Count);
        if (arguments.GetValue(_withPreprocessing))
        {
            var size = data.Transform is null ? $"{data.Height}, {data.Width}" : "height, width";
            writer.WriteLine($"Input: pictures [batch, {size}, 3], bytes: red, green and blue of each pixel.");
            writer.WriteLine($"Output: probabilities [batch, {classes}]; the names of the classes are in the metadata.");
        }
        else
        {
            writer.WriteLine($"Input: images [batch, {data.Channels}, height, width], scaled to 0..1 and normalised by mean and std (in the metadata).");
            writer.WriteLine($"Output: logits [batch, {classes}]; the names of the classes are in the metadata.");
        }

        if (forms.Count > 0)
        {
            FormTable.Show(terminal, forms);
        }
    }

    /// <summary>The images that show how large activations become, and those that show how good the file is.</summary>
    private (ImageDataset Calibration, ImageDataset? Test) Images(ParseResult arguments, Classifier classifier, Func<string?, DatasetSource> source, Terminal terminal)
    {
        var like = classifier.Data;
        if (arguments.GetValue(_calibrate) is not { } folder)
        {
            try
            {
                var split = Load(source, arguments, like, terminal);
                return (split.Validation ?? split.Train, split.Measured());
            }
            catch (UsageException exception)
            {
                throw new UsageException($"{exception.Message} Name a folder of pictures like those that it will see: --calibrate FOLDER.");
            }
        }

        var calibration = ImageDataset.FromPictures(
            UnsortedPictures.In(folder), like.Transform ?? new PictureTransform(like.Height, cropFraction: 1), mean: like.Mean, std: like.Std, progress: new PictureLine(terminal));
        try
        {
            // Only what is at hand: nobody who names pictures wants a data set downloaded.
            var known = source(arguments.GetValue(_data)) with { Like = like };
            return (calibration, (known.Name == DatasetSource.Pictures ? known.Load(terminal, CancellationToken.None) : known.LoadLocal()).Measured());
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UsageException && arguments.GetValue(_data) is null)
        {
            Console.Error.WriteLine($"note: the accuracy is not measured, for there are no test images. {exception.Message}");
            return (calibration, null);
        }
    }

    private DatasetSplit Load(Func<string?, DatasetSource> source, ParseResult arguments, TrainingData like, Terminal terminal) =>
        (source(arguments.GetValue(_data)) with { Like = like }).Load(terminal, CancellationToken.None);

    private static string? Given(ParseResult arguments, IEnumerable<Option> options) =>
        options.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;
}
