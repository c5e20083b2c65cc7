using System.Text.Json;
using GhostNet.IO;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Builds networks by their names: those of this library, and those that you register.</summary>
/// <remarks>
/// Whatever is registered can be trained, resumed, evaluated and exported, and comes back from checkpoints and files of weights.
/// Register a network before such a file is read. All members may be used from several threads.
/// </remarks>
public static class ModelRegistry
{
    private static readonly Lock s_lock = new();

    private static IReadOnlyList<ModelEntry> s_all = KnownNetworks.All;

    /// <summary>Every network that can be built by its name, in the order in which they were registered.</summary>
    public static IReadOnlyList<ModelEntry> All => Volatile.Read(ref s_all);

    /// <summary>Builds a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="name">A registered name, such as <c>ghostnetv2_130</c>.</param>
    /// <param name="classes">Number of classes; null for the registered one.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones; null for the registered number.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no such name, and the message gives the nearest ones; or a number is out of range.</exception>
    public static ImageClassifier Create(string name, int? classes = null, int? inputChannels = null) =>
        Create(new ModelSpec(name, classes, inputChannels));

    /// <summary>Builds a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="spec">Its name and the options that differ.</param>
    /// <returns>The network on the CPU, in training mode; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is no such name; or an option is unknown or out of range.</exception>
    public static ImageClassifier Create(ModelSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var current = GhostNetSpec.Current(spec);
        return Find(current.Name).Create(current);
    }

    /// <summary>What is registered under a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such name; the message gives the nearest ones.</exception>
    public static ModelEntry Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return TryFind(name) ?? throw new ArgumentException(
            $"There is no network {ForeignText.Show(name)}. The nearest names: {string.Join(", ", NearestNames(name).Select(static near => ForeignText.Show(near)))}. "
            + $"{nameof(ModelRegistry)}.{nameof(All)} has every name; {nameof(Register)} adds one.", nameof(name));
    }

    /// <summary>The registered names that are most like another name, the nearest first.</summary>
    /// <param name="name">A name that may be misspelt.</param>
    public static IReadOnlyList<string> NearestNames(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Spelling.Nearest(name, All.Select(static entry => entry.Name));
    }

    /// <summary>Adds a network of your own, or puts it in the place of one that you registered before under the same name.</summary>
    /// <param name="entry">The network.</param>
    /// <exception cref="ArgumentException">The name is that of a network of this library.</exception>
    public static void Register(ModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (KnownNetworks.Find(entry.Name) is not null)
        {
            throw new ArgumentException($"{entry.Name} is a network of this library: register yours under another name.", nameof(entry));
        }

        lock (s_lock)
        {
            s_all = [.. s_all.Where(other => other.Name != entry.Name), entry];
        }
    }

    /// <summary>What is registered under a name, or null.</summary>
    internal static ModelEntry? TryFind(string name) => All.FirstOrDefault(entry => entry.Name == name) ?? KnownNetworks.Find(name);

    /// <summary>The spec without what is registered, if its network is.</summary>
    internal static ModelSpec Shorten(ModelSpec spec) => TryFind(spec.Name)?.Shorten(spec) ?? spec;

    /// <summary>The spec of a network that was built without a name: that of its family from which it differs least.</summary>
    /// <param name="family">The family.</param>
    /// <param name="options">All of its options.</param>
    internal static ModelSpec Nearest(string family, IReadOnlyDictionary<string, JsonElement> options)
    {
        var complete = new ModelSpec(family, options);
        return new ModelSpec(KnownNetworks.All.Where(entry => entry.Family == family).MinBy(entry => entry.Differences(complete))!.Name, options);
    }

    /// <summary>The settings that decide what a network computes, by name.</summary>
    /// <param name="spec">The network, which need not be registered or possible.</param>
    internal static IReadOnlyDictionary<string, string> Settings(ModelSpec spec)
    {
        var settings = new Dictionary<string, string> { ["model"] = spec.Name };
        IReadOnlyList<string> left = [];
        try
        {
            var current = GhostNetSpec.Current(spec);
            if (TryFind(current.Name) is { } entry)
            {
                (spec, left, settings["model"]) = (entry.Complete(current), entry.TrainingOptions, entry.Family);
            }
        }
        catch (ArgumentException)
        {
            // What is there is compared as it is.
        }

        foreach (var (option, value) in spec.Options.Where(option => !left.Contains(option.Key)))
        {
            settings[option] = ModelSpec.ValueText(value);
        }

        return settings;
    }

    /// <summary>Why a network cannot be that of a file; null when it may be. Nothing is built, and no memory is taken for what a file only claims.</summary>
    /// <param name="spec">The network, which need not be possible.</param>
    /// <param name="numbers">Numbers in the file.</param>
    /// <param name="tensors">Tensors in the file.</param>
    internal static string? Fault(ModelSpec spec, double numbers, int tensors)
    {
        try
        {
            var current = GhostNetSpec.Current(spec);
            var entry = Find(current.Name);
            var complete = entry.Complete(current);
            var least = entry.LeastSize?.Invoke(complete) ?? new NetworkSize(complete.Classes, 1);
            if (!(least.Numbers <= numbers && least.Tensors <= tensors))
            {
                return FormattableString.Invariant($"it has {numbers:F0} numbers in {tensors} tensors, fewer than the network has that it describes: {spec}");
            }

            entry.Check?.Invoke(complete);
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"it describes a network that cannot be built: {exception.Message}";
        }
    }

    /// <summary>Whether a network of this spec's name can be built.</summary>
    internal static bool IsRegistered(ModelSpec spec) => TryFind(spec.Name) is not null || GhostNetSpec.IsOfFirstVersion(spec);
}
