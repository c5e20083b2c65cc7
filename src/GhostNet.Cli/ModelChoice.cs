using System.CommandLine;
using GhostNet.Models;

namespace GhostNet.Cli;

/// <summary>The options that describe a model, and the configuration that they make.</summary>
internal sealed class ModelChoice
{
    private readonly Option<string?> _preset = SharedOptions.Preset(
        "Which network: cifar (for 32x32 images), tutorial (with the tutorial's defects), imagenet (the paper's). Default: cifar.");

    private readonly Option<double?> _width = SharedOptions.Number("--width", "Width multiplier of all channels; less is faster. Default: 1.", 0.05, 10);
    private readonly Option<int?> _stemStride = SharedOptions.Whole(
        "--stem-stride", "Stride of the first convolution: 1 keeps more of a small image, 2 is four times faster.", 1, 2, "1|2");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_preset);
        command.Options.Add(_width);
        command.Options.Add(_stemStride);
    }

    /// <summary>Which of these options stands on the command line, or null.</summary>
    public string? FirstGiven(ParseResult arguments) =>
        new Option[] { _preset, _width, _stemStride }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The name of the preset.</summary>
    public string Preset(ParseResult arguments) => arguments.GetValue(_preset) ?? "cifar";

    /// <summary>The configuration.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="width">Width where the command line has none.</param>
    /// <param name="stemStride">Stem stride where the command line has none and the preset is cifar; null for the preset's own.</param>
    public GhostNetConfig Configure(ParseResult arguments, int classes, int channels, double width = 1, int? stemStride = null)
    {
        var preset = Preset(arguments);
        var chosen = arguments.GetValue(_width) ?? (preset == "cifar" ? width : 1);
        var config = preset switch
        {
            "tutorial" => GhostNetConfig.Tutorial with { Width = chosen, Classes = classes, InputChannels = channels },
            "imagenet" => GhostNetConfig.ImageNet(chosen, classes, channels),
            _ => GhostNetConfig.Cifar(chosen, classes, channels),
        };
        return config with { StemStride = arguments.GetValue(_stemStride) ?? (preset == "cifar" ? stemStride : null) ?? config.StemStride };
    }
}
