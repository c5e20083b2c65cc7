using System.Text.Json;
using GhostNet.IO;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>A network that can be built by its name.</summary>
public sealed class ModelEntry
{
    private readonly Func<ModelSpec, ImageClassifier> _create;

    /// <summary>Describes a network for <see cref="ModelRegistry.Register"/>.</summary>
    /// <param name="defaults">
    /// The name and every option that the network has, each with the value that holds when a spec leaves it out: also the
    /// classes and the input channels, where they are not 1000 and 3.
    /// </param>
    /// <param name="create">
    /// Builds the network. It is given a spec that has a value for every option; the network that it makes has that spec, and
    /// the caller disposes it.
    /// </param>
    public ModelEntry(ModelSpec defaults, Func<ModelSpec, ImageClassifier> create)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(create);
        (Defaults, _create) = (new ModelSpec(defaults.Name, 1000, 3).With(defaults.Options), create);
        Family = defaults.Name;
    }

    /// <summary>The name, as in <c>ModelRegistry.Create(name)</c>.</summary>
    public string Name => Defaults.Name;

    /// <summary>The network in one line. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Height in pixels of the images that the network is made for. Default: 32.</summary>
    public int Height { get; init; } = 32;

    /// <summary>Width in pixels of the images that the network is made for. Default: 32.</summary>
    public int Width { get; init; } = 32;

    /// <summary>Weights of this network that can be fetched. Default: none.</summary>
    public IReadOnlyList<KnownWeights> Weights { get; init; } = [];

    /// <summary>The name and every option with its default.</summary>
    public ModelSpec Defaults { get; }

    /// <summary>What entries have in common whose networks differ in their options only.</summary>
    internal string Family { get; init; }

    /// <summary>Options that matter to training alone, so that weights fit whatever they are.</summary>
    internal IReadOnlyList<string> TrainingOptions { get; init; } = [];

    /// <summary>Checks that a network can be built, before memory is taken for it; an error is an <see cref="ArgumentException"/>. Null for no check.</summary>
    internal Action<ModelSpec>? Check { get; init; }

    /// <summary>A lower bound of the numbers and of the tensors that the network of a spec has; null when nothing is known.</summary>
    internal Func<ModelSpec, NetworkSize>? LeastSize { get; init; }

    /// <summary>The name and the description.</summary>
    public override string ToString() => $"{Name}: {Description}";

    /// <summary>Builds a network.</summary>
    /// <param name="spec">Its spec, with or without the options that are as registered.</param>
    /// <exception cref="ArgumentException">An option is unknown or out of range.</exception>
    /// <exception cref="InvalidOperationException">What was registered made no network, or one of another name.</exception>
    internal ImageClassifier Create(ModelSpec spec)
    {
        var complete = Complete(spec);
        Check?.Invoke(complete);
        var model = _create(complete) ?? throw new InvalidOperationException($"What {Name} was registered with made no network.");
        var other = model.Spec.Name;
        if (other == Name || ModelRegistry.TryFind(other)?.Family == Family)
        {
            return model;
        }

        model.Dispose();
        throw new InvalidOperationException(
            $"What {Name} was registered with made a network that calls itself {ForeignText.Show(other)}, and would not be found again by that name: pass the spec that it is given to the constructor of {nameof(ImageClassifier)}.");
    }

    /// <summary>A spec with a value for every option: where it leaves one out, the registered one.</summary>
    /// <param name="spec">A spec of this network.</param>
    /// <exception cref="ArgumentException">It has an option that the network does not have; the message lists those that it has.</exception>
    public ModelSpec Complete(ModelSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Options.Keys.FirstOrDefault(option => !Defaults.Options.ContainsKey(option)) is { } unknown
            ? throw new ArgumentException(
                $"{ForeignText.Show(Name)} has no option {ForeignText.Show(unknown)}. {Likely(unknown)}It has: {string.Join(", ", Defaults.Options.Keys.Select(option => ForeignText.Show(option)))}.", nameof(spec))
            : Defaults.With(spec.Options);
    }

    /// <summary>The spec without the options that are as registered; classes and input channels stay, for a reader wants to know them.</summary>
    internal ModelSpec Shorten(ModelSpec spec) => new(Name, spec.Options.Where(option =>
        option.Key is ModelSpec.ClassesOption or ModelSpec.InputChannelsOption || !IsDefault(option.Key, option.Value)));

    /// <summary>How many options of a whole spec differ from the registered ones, but for classes and input channels.</summary>
    internal int Differences(ModelSpec complete) => complete.Options.Count(option =>
        option.Key is not (ModelSpec.ClassesOption or ModelSpec.InputChannelsOption) && !IsDefault(option.Key, option.Value));

    private bool IsDefault(string option, JsonElement value) =>
        Defaults.Options.TryGetValue(option, out var usual) && JsonElement.DeepEquals(usual, value);

    private string Likely(string option) => Spelling.Nearest(option, Defaults.Options.Keys, 1) is [var nearest] && Spelling.Distance(option, nearest) <= 2
        ? $"Did you mean {nearest}? "
        : "";
}
