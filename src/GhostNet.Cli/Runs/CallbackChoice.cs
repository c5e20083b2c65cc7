using System.CommandLine;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>The options for what goes on beside a training. None changes a number, so all may be given anew when a training goes on.</summary>
internal sealed class CallbackChoice
{
    private readonly Option<int?> _patience = SharedOptions.Whole("--patience", "End early when so many validations in a row were no better than the best before. Default: 0, for never.", 0);
    private readonly Option<string?> _csv = new("--csv") { Description = "File for a table of the epochs, one line each, as the training's folder has it in history.csv.", HelpName = "FILE" };
    private readonly Option<string?> _board = new("--tensorboard")
    {
        Description = "Write the curves for TensorBoard too, which shows them with \"tensorboard --logdir runs\". Default for DIR: the training's folder.",
        HelpName = "DIR",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private IEnumerable<Option> All => [_patience, _csv, _board];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Checks, before the data are read, that each option has an effect and each file can be written.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="epochs">Epochs of the training; null where only the data will tell.</param>
    /// <param name="every">Epochs from one validation to the next.</param>
    /// <param name="validates">Whether there are images to validate on.</param>
    /// <exception cref="UsageException">An option has no effect.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Check(ParseResult arguments, int? epochs, int every, bool validates)
    {
        if (arguments.GetValue(_patience) is > 0 and var patience)
        {
            var validations = epochs is { } number ? (number + every - 1) / every : int.MaxValue;
            var reason = !validates ? "there are no images to validate on"
                : patience + 1 >= validations ? $"it ends a training after {patience + 1} validations at the earliest, and this one has {validations}"
                : null;
            if (reason is not null)
            {
                throw new UsageException($"{_patience.Name} {patience} would have no effect: {reason}.");
            }
        }

        if (arguments.GetValue(_csv) is { } csv)
        {
            OutputFolder.Require(Path.GetDirectoryName(Path.GetFullPath(csv))!, _csv.Name);
            if (Directory.Exists(csv))
            {
                throw new UsageException($"{_csv.Name}: {csv} is a folder, but must be a file.");
            }
        }

        if (arguments.GetValue(_board) is { } board)
        {
            OutputFolder.Require(board, _board.Name);
        }
    }

    /// <summary>Refuses to go on with a training that its own patience has ended.</summary>
    /// <param name="options">The options of the training, by their names.</param>
    /// <param name="checkpoint">Where it would go on.</param>
    /// <exception cref="UsageException">It would end again.</exception>
    public void RequirePatience(IReadOnlyDictionary<string, string>? options, Checkpoint checkpoint)
    {
        var history = checkpoint.History;
        if (history.Best is { } best && Patience(options) is > 0 and var patience
            && history.Epochs.Count(epoch => epoch.Epoch > best.Epoch && epoch.ValidationAccuracy is not null) is var worse && worse >= patience)
        {
            throw new UsageException($"The training has ended: {worse} validations after epoch {best.Epoch} were no better, and {_patience.Name} is {patience}. To go on, raise it, or give {_patience.Name} 0.");
        }
    }

    /// <summary>The options of a training that goes on: those with which it began, and in their place those on the command line.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="before">The options with which it began, by their names; null when nobody knows.</param>
    public Dictionary<string, string> Merge(ParseResult arguments, IReadOnlyDictionary<string, string>? before)
    {
        var options = new Dictionary<string, string>(before ?? new Dictionary<string, string>());
        foreach (var option in All)
        {
            if (Given(arguments, option) is { } value)
            {
                options[option.Name] = value;
            }
        }

        return options;
    }

    /// <summary>What a run keeps of one of these options: a full path, or "" where the command line has no value; null when it is not given, or another option.</summary>
    public string? Given(ParseResult arguments, Option option) => !All.Contains(option) || arguments.GetResult(option) is not { Implicit: false } result ? null
        : result.Tokens is not [{ Value: var value }] ? ""
        : option == _patience ? value : Path.GetFullPath(value);

    /// <summary>The callbacks for a training.</summary>
    /// <param name="options">The options of the training, by their names.</param>
    /// <param name="run">Its folder.</param>
    public IEnumerable<TrainingCallback> Create(IReadOnlyDictionary<string, string>? options, RunFolder run)
    {
        if (options?.GetValueOrDefault(_csv.Name) is { } csv)
        {
            yield return new CsvLogger(csv);
        }

        if (options?.GetValueOrDefault(_board.Name) is { } board)
        {
            yield return new TensorBoardLogger(board.Length == 0 ? run.Folder : board);
        }

        if (Patience(options) is > 0 and var patience)
        {
            yield return new EarlyStopping(patience);
        }
    }

    private int Patience(IReadOnlyDictionary<string, string>? options) =>
        options?.GetValueOrDefault(_patience.Name) is { } text && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var patience) ? patience : 0;
}
