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

    /// <summary>Above it a layer would have no place in memory.</summary>
    private const int MostChannels = 65_536;

    private readonly Option<string?> _name;
    private readonly Setting _stemStride = Setting.Of(StemStrideOption, SharedOptions.Whole(
        "--stem-stride", "Stride of the first convolution: 1 keeps more of a small image, 2 is four times faster. Default: the network's own.", 1, 2, "1|2"));

    private readonly Setting[] _settings;

    /// <summary>Creates the options.</summary>
    /// <param name="byDefault">Which network is taken where none is named.</param>
    public ModelChoice(string byDefault = Default)
    {
        _name = new("--model") { Description = $"Name of the network; \"ghostnet models\" lists them. Default: {byDefault}.", HelpName = "NAME" };
        _name.Refuse(static name => ModelRegistry.All.Any(entry => entry.Name == name)
            ? null
            : $"there is no network '{ForeignText.Show(name)}'. The nearest names: {string.Join(", ", ModelRegistry.NearestNames(name))}.");
        _settings =
        [
            Setting.Of(WidthOption, SharedOptions.Number("--width", "Width of the network: what the numbers of channels are multiplied by; less is faster. Default: the network's own.", 0.05, 10)),
            _stemStride,
            Setting.Of("headChannels", SharedOptions.Positive("--head", "Channels of the layer before the classifier. Default: the network's own.", MostChannels)),
            Setting.Of("dropout", SharedOptions.Number("--dropout", "Probability with which training zeroes an input of the classifier. Default: the network's own.", 0, 0.999)),
            Setting.Of("ratio", SharedOptions.Positive("--ratio", "Maps per intrinsic map in the Ghost modules of a twin: 2 makes one ghost of each, 1 none. Default: 2.", MostChannels)),
        ];
    }

    private IEnumerable<Option> All => _settings.Select(setting => setting.Option).Prepend(_name);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Which of these options stand on the command line.</summary>
    public IEnumerable<string> Given(ParseResult arguments) =>
        All.Where(option => arguments.GetResult(option) is { Implicit: false }).Select(option => option.Name);

    /// <summary>The network on the command line, or null.</summary>
    public string? Name(ParseResult arguments) => arguments.GetValue(_name);

    /// <summary>Whether the command line says what the stride of the first convolution is.</summary>
    public bool HasStemStride(ParseResult arguments) => _stemStride.Value(arguments) is not null;

    /// <summary>A network as the command line changes it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="spec">The network as it is without the command line.</param>
    /// <exception cref="UsageException">An option is given that the network does not have.</exception>
    public ModelSpec Change(ParseResult arguments, ModelSpec spec)
    {
        foreach (var setting in _settings)
        {
            if (setting.Value(arguments) is { } number)
            {
                spec = Has(spec.Name, setting.Name) ? spec.With(setting.Name, number) : throw new UsageException(
                    $"{setting.Option.Name} is for networks that have such an option, such as {ModelRegistry.All.First(entry => Has(entry.Name, setting.Name)).Name}; {spec.Name} has none.");
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

    /// <summary>An option of a network.</summary>
    /// <param name="Name">What the spec calls it.</param>
    /// <param name="Option">What the command line calls it.</param>
    /// <param name="Value">Its value on the command line, or null.</param>
    private sealed record Setting(string Name, Option Option, Func<ParseResult, double?> Value)
    {
        public static Setting Of(string name, Option<double?> option) => new(name, option, arguments => arguments.GetValue(option));

        public static Setting Of(string name, Option<int?> option) => new(name, option, arguments => arguments.GetValue(option));
    }
}
