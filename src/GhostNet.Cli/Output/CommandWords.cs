using System.Text.RegularExpressions;

namespace GhostNet.Cli.Output;

/// <summary>Says an error of the library in the words of the command line: <c>--batch</c> rather than <c>BatchSize</c>.</summary>
internal static class CommandWords
{
    /// <summary>What the library calls a setting, and what the command line calls it.</summary>
    private static readonly Dictionary<string, string> s_options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BatchSize"] = "--batch",
        ["Cutout"] = "--cutout",
        ["Device"] = "--device",
        ["DropLast"] = "--drop-last",
        ["Dropout"] = "--dropout",
        ["EmaDecay"] = "--ema",
        ["Epochs"] = "--epochs",
        ["EvaluateEvery"] = "--evaluate-every",
        ["GradientClip"] = "--gradient-clip",
        ["HeadChannels"] = "--head",
        ["LearningRate"] = "--lr",
        ["ProgressiveEpochs"] = "--progressive",
        ["Ratio"] = "--ratio",
        ["StemStride"] = "--stem-stride",
        ["WarmupEpochs"] = "--warmup",
        ["WeightDecay"] = "--weight-decay",
        ["Width"] = "--width",
    };

    /// <summary>Advice to call the library, and what to do on the command line.</summary>
    private static readonly Dictionary<string, string> s_advice = new()
    {
        ["Load it with Checkpoint.Read(path).LoadWeights(model), or go on with its training"] = "Name it with --checkpoint, or go on with its training: train --resume",
        ["Load it with LoadWeights, or begin a training with it"] = "Name it with --weights",
        ["ModelRegistry.All has every name; Register adds one."] = "\"ghostnet models\" lists all of them.",
        ["PyTorchCheckpoint.Read(path, entry) reads the weights from the entry that you name."] = "In Python, save the weights alone: torch.save(model.state_dict(), path).",
        ["Set it to 0 if the model takes whole images only"] = "Leave it out if the model takes whole images only",
    };

    private static readonly Regex s_settings = Settings();

    /// <summary>The name of a parameter, which .NET writes after a message.</summary>
    private static readonly Regex s_parameter = new(@" \(Parameter '\w+'\)");

    /// <summary>A message in the words of the command line.</summary>
    /// <param name="message">The message of the library.</param>
    public static string Say(string message) => s_advice.Aggregate(
        s_settings.Replace(s_parameter.Replace(message, ""), found => $"{s_options[found.Groups["name"].Value]}{(found.Groups["value"].Value is "" or "true" ? "" : " " + found.Groups["value"].Value)}"),
        (text, advice) => text.Replace(advice.Key, advice.Value, StringComparison.Ordinal));

    /// <summary>A name of several words wherever it stands; one that is a word of English only where it is given a value.</summary>
    private static Regex Settings()
    {
        var all = string.Join('|', s_options.Keys);
        var certain = string.Join('|', s_options.Keys.Where(name => name.Skip(1).Any(char.IsUpper)));
        return new Regex($@"\b(?<name>{all}) = (?<value>[\w.-]*\w)|\b(?<name>{certain})\b|(?<=^|: )(?i:(?<name>{all}))(?= is )", RegexOptions.ExplicitCapture | RegexOptions.Multiline);
    }
}
