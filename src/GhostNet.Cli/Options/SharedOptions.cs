using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using GhostNet.Runtime;
using TorchSharp;

namespace GhostNet.Cli.Options;

/// <summary>Options that several commands have, so that they are called and checked alike.</summary>
internal static class SharedOptions
{
    private const string CheckpointDescription =
        "A checkpoint, or the folder of a training, which stands for its best checkpoint. Default: the newest training under runs.";

    private const string CheckpointValue = "FILE|FOLDER";

    /// <summary>The process ends when threads cannot be created; no machine needs more than this.</summary>
    private const int MostThreads = 1024;

    /// <summary><c>--json</c></summary>
    public static Option<bool> Json() => new("--json")
    {
        Description = "Write the result as JSON to the standard output, and everything else to the standard error stream.",
    };

    /// <summary><c>--dataset</c></summary>
    public static Option<string?> Dataset(string description)
    {
        var option = new Option<string?>("--dataset") { Description = description, HelpName = string.Join('|', DatasetSource.Names) };
        option.AcceptOnlyFromAmong(DatasetSource.Names);
        return option;
    }

    /// <summary><c>--data</c></summary>
    public static Option<string?> Data(string description = "Folder or archive of the data set. Default: what the variable GHOSTNET_DATA names, then the places that \"ghostnet data info\" lists.") => new("--data")
    {
        Description = description,
        HelpName = "DIR",
    };

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
    public static Option<string> Device()
    {
        var option = new Option<string>("--device")
        {
            Description = "Where to compute: cpu, cuda, cuda:0 (or another number), mps, or auto for the fastest that there is.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "auto",
        };
        option.Refuse(name => name.Split(':') switch
        {
            ["auto" or "cpu" or "mps" or "cuda"] => null,
            ["cuda", var number] when ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) => null,
            _ => $"'{name}' is not a device; write auto, cpu, cuda, cuda:0 (or another number) or mps.",
        });
        return option;
    }

    /// <summary><c>--threads</c></summary>
    public static Option<int?> Threads() => Positive("--threads", "Threads for one operation on the CPU. Default: one per core.", MostThreads);

    /// <summary><c>--limit</c></summary>
    public static Option<int?> Limit(string description) => Positive("--limit", description);

    /// <summary>Loads libtorch, and tells it how many threads to use.</summary>
    /// <param name="threads">The number; null for one per core.</param>
    public static void Prepare(int? threads)
    {
        Libtorch.Load();
        if (threads is { } number)
        {
            torch.set_num_threads(number);
        }
    }

    /// <summary>An option for a whole number above 0.</summary>
    public static Option<int?> Positive(string name, string description, int most = int.MaxValue) => Number(name, description, "N", 1, most, NumberStyles.AllowLeadingSign);

    /// <summary>An option for any whole number.</summary>
    public static Option<int?> Whole(string name, string description, int least = int.MinValue, int most = int.MaxValue, string value = "N") =>
        Number(name, description, value, least, most, NumberStyles.AllowLeadingSign);

    /// <summary>An option for a number in a range.</summary>
    public static Option<double?> Number(string name, string description, double least, double most, string value = "X") =>
        Number(name, description, value, least, most, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent);

    /// <summary>An option for a whole number in a range, or a word.</summary>
    public static Option<NumberOrWord<int>?> NumberOr(string word, string name, string description, int least, int most) =>
        NumberOr(word, name, description, "N", least, most, NumberStyles.AllowLeadingSign);

    /// <summary>An option for a number in a range, or a word.</summary>
    public static Option<NumberOrWord<double>?> NumberOr(string word, string name, string description, double least, double most) =>
        NumberOr(word, name, description, "X", least, most, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent);

    /// <summary>Adds a check to an option.</summary>
    /// <param name="option">The option.</param>
    /// <param name="fault">What is wrong with a word of the command line, or null.</param>
    public static void Refuse(this Option option, Func<string, string?> fault) => option.Validators.Add(result =>
    {
        foreach (var problem in result.Tokens.Select(token => fault(token.Value)).OfType<string>())
        {
            result.AddError($"{option.Name}: {problem}");
        }
    });

    /// <summary>
    /// The parser's own numbers may have thousands separators, so that <c>0,05</c> would be 5. Here a number is read in one way,
    /// whatever the user's language.
    /// </summary>
    private static Option<T?> Number<T>(string name, string description, string value, T least, T most, NumberStyles styles)
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = value,
            CustomParser = result => Parse(result, name, least, most, styles),
        };

    private static Option<NumberOrWord<T>?> NumberOr<T>(string word, string name, string description, string value, T least, T most, NumberStyles styles)
        where T : struct, INumber<T>, IMinMaxValue<T> => new(name)
        {
            Description = description,
            HelpName = $"{value}|{word}",
            CustomParser = result => Text(result) == word ? new NumberOrWord<T>(null) : Parse(result, name, least, most, styles, word) is { } number ? new NumberOrWord<T>(number) : null,
        };

    private static T? Parse<T>(ArgumentResult result, string name, T least, T most, NumberStyles styles, string? word = null)
        where T : struct, INumber<T>, IMinMaxValue<T>
    {
        var text = Text(result);
        if (T.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        var kind = T.IsInteger(least) && !styles.HasFlag(NumberStyles.AllowDecimalPoint) ? "a whole number in digits" : "a number with a decimal point";
        var from = least == T.MinValue ? "" : FormattableString.Invariant($" from {least}");
        var to = most == T.MaxValue ? "" : FormattableString.Invariant($" to {most}");
        result.AddError($"{name} is '{(text.Length > 40 ? text[..40] + "…" : text)}', but must be {kind}{from}{to}{(word is null ? "" : $", or {word}")}.");
        return null;
    }

    private static string Text(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";
}
