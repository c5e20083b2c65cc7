using System.CommandLine;
using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Weights;

namespace GhostNet.Cli.Options;

/// <summary>The options that name a network and change it, and the spec that they make.</summary>
internal sealed class ModelChoice
{
    /// <summary>The network where the command line names none.</summary>
    public const string Default = "ghostnet_cifar";

    private const string WidthOption = "width", StemStrideOption = "stemStride";

    private readonly Option<string?> _name;
    private readonly Option<double?> _width = SharedOptions.Number("--width", "Width multiplier of all channels; less is faster. Default: the network's own.", 0.05, 10);
    private readonly Option<int?> _stemStride = SharedOptions.Whole(
        "--stem-stride", "Stride of the first convolution: 1 keeps more of a small image, 2 is four times faster.", 1, 2, "1|2");

    /// <summary>Creates the options.</summary>
    /// <param name="byDefault">Which network is taken where none is named.</param>
    public ModelChoice(string byDefault = Default)
    {
        _name = new("--model") { Description = $"Name of the network; \"ghostnet models\" lists them. Default: {byDefault}.", HelpName = "NAME" };
        _name.Refuse(static name => ModelRegistry.All.Any(entry => entry.Name == name)
            ? null
            : $"there is no network '{ForeignText.Show(name)}'. The nearest names: {string.Join(", ", ModelRegistry.NearestNames(name))}.");
    }

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_name);
        command.Options.Add(_width);
        command.Options.Add(_stemStride);
    }

    /// <summary>Which of these options stands on the command line, or null.</summary>
    public string? FirstGiven(ParseResult arguments) =>
        new Option[] { _name, _width, _stemStride }.FirstOrDefault(option => arguments.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The network on the command line, or null.</summary>
    public string? Name(ParseResult arguments) => arguments.GetValue(_name);

    /// <summary>Whether the command line says what the stride of the first convolution is.</summary>
    public bool HasStemStride(ParseResult arguments) => arguments.GetValue(_stemStride) is not null;

    /// <summary>A network as the command line changes it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="spec">The network as it is without the command line.</param>
    /// <exception cref="UsageException">An option is given that the network does not have.</exception>
    public ModelSpec Change(ParseResult arguments, ModelSpec spec)
    {
        foreach (var (option, name, value) in new[]
        {
            (_width.Name, WidthOption, arguments.GetValue(_width)),
            (_stemStride.Name, StemStrideOption, (double?)arguments.GetValue(_stemStride)),
        })
        {
            if (value is { } number)
            {
                spec = Has(spec.Name, name) ? spec.With(name, number) : throw new UsageException(
                    $"{option} is for networks that have such an option, such as {ModelRegistry.All.First(entry => Has(entry.Name, name)).Name}; {spec.Name} has none.");
            }
        }

        return spec;
    }

    /// <summary>The same network with a first convolution of stride 1, which takes smaller images; null if it has no such option.</summary>
    public static ModelSpec? ForSmallImages(ModelSpec spec) => Has(spec.Name, StemStrideOption) ? spec.With(StemStrideOption, 1) : null;

    /// <summary>The default network, narrower and with another first convolution.</summary>
    public static ModelSpec Suited(double width, int stemStride) => new ModelSpec(Default).With(WidthOption, width).With(StemStrideOption, stemStride);

    private static bool Has(string name, string option) =>
        ModelRegistry.All.FirstOrDefault(entry => entry.Name == name)?.Defaults.Options.ContainsKey(option) == true;
}
