using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GhostNet.Native;
using TorchSharp;

namespace GhostNet.Cli;

/// <summary>Options that several commands have, so that they are called and checked alike.</summary>
internal static class SharedOptions
{
    private const string CheckpointDescription =
        "A checkpoint, or the folder of a training: then its best one. Default: the newest training under runs.";

    private const string CheckpointValue = "FILE|FOLDER";

    /// <summary>The presets of the model, as they are written on the command line.</summary>
    public static readonly string[] Presets = ["cifar", "tutorial", "imagenet"];

    /// <summary><c>--json</c></summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write the result as JSON to the standard output, everything else to the standard error stream.",
    };

    /// <summary><c>--dataset</c></summary>
    public static Option<string?> Dataset(string description)
    {
        var option = new Option<string?>("--dataset") { Description = description, HelpName = string.Join('|', DatasetSource.Names) };
        option.AcceptOnlyFromAmong(DatasetSource.Names);
        return option;
    }

    /// <summary><c>--data</c></summary>
    public static Option<string?> Data() => new("--data")
    {
        Description = "Folder (or archive) of the data set. Default: GHOSTNET_DATA, then the usual places.",
        HelpName = "DIR",
    };

    /// <summary><c>--preset</c></summary>
    public static Option<string?> Preset(string description)
    {
        var option = new Option<string?>("--preset") { Description = description, HelpName = string.Join('|', Presets) };
        option.AcceptOnlyFromAmong(Presets);
        return option;
    }

    /// <summary><c>--checkpoint</c></summary>
    public static Option<string?> Checkpoint() => new("--checkpoint") { Description = CheckpointDescription, HelpName = CheckpointValue };

    /// <summary>The same as an argument.</summary>
    public static Argument<string?> CheckpointArgument() => new("checkpoint")
    {
        Description = CheckpointDescription,
        HelpName = CheckpointValue,
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary><c>--device</c></summary>
    public static Option<string> Device() => new("--device")
    {
        Description = "auto, cpu, cuda, cuda:0 or mps.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "auto",
    };

    /// <summary><c>--threads</c></summary>
    public static Option<int?> Threads() => Positive("--threads", "Threads of the CPU for one operation. Default: one a core.");

    /// <summary><c>--limit</c></summary>
    public static Option<int?> Limit(string description) => Positive("--limit", description);

    /// <summary>Loads libtorch, and tells it how many threads to use.</summary>
    /// <param name="threads">The number; null for one a core.</param>
    public static void Prepare(int? threads)
    {
        Libtorch.Load();
        if (threads is { } number)
        {
            torch.set_num_threads(number);
        }
    }

    /// <summary>An option for a whole number above 0.</summary>
    public static Option<int?> Positive(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (Parsed<int>(result) is <= 0)
            {
                result.AddError($"{name} must be a whole number above 0.");
            }
        });
        return option;
    }

    /// <summary>An option for a number in a range.</summary>
    public static Option<double?> Number(string name, string description, double least, double most)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "X" };
        option.Validators.Add(result =>
        {
            if (Parsed<double>(result) is { } value && !(value >= least && value <= most))
            {
                result.AddError(FormattableString.Invariant($"{name} must be between {least} and {most}."));
            }
        });
        return option;
    }

    /// <summary>The number that an option was given, or null: the parser itself complains about what is no number.</summary>
    /// <param name="result">The option on the command line.</param>
    public static T? Parsed<T>(OptionResult result)
        where T : struct, IParsable<T> =>
        result.Tokens is [{ Value: var text }] && T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
