using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.IO;
using GhostNet.Layers;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>The options of a GhostNet of any version as a spec, and back.</summary>
internal static class GhostNetSpec
{
    /// <summary>Tensors of the smallest bottleneck: two Ghost modules of two convolutions and two batch norms.</summary>
    private const int TensorsPerBottleneck = 16;

    /// <summary>No option may be missing.</summary>
    private static readonly JsonTypeInfo<GhostNetConfig> s_complete = (JsonTypeInfo<GhostNetConfig>)new JsonSerializerOptions(GhostNetJson.Default.Options)
    {
        TypeInfoResolver = GhostNetJson.Default.WithAddedModifier(CompleteJson.Of([], typeof(GhostNetConfig))),
    }.GetTypeInfo(typeof(GhostNetConfig));

    /// <summary>The spec of a network that was built from a configuration alone: the registered one from which it differs least.</summary>
    /// <param name="family">Which version of GhostNet: the name of its class.</param>
    /// <param name="config">The configuration.</param>
    public static ModelSpec Of(string family, GhostNetConfig config) => ModelRegistry.Nearest(family, Options(config));

    /// <summary>What is registered for a network of the family.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">The network in one line.</param>
    /// <param name="size">Height and width of its images in pixels.</param>
    /// <param name="config">The options, as registered.</param>
    /// <param name="family">Which version of GhostNet: the name of its class.</param>
    /// <param name="create">Builds it from its options and its spec.</param>
    /// <param name="weights">Weights that can be fetched.</param>
    public static ModelEntry Entry(
        string name, string description, int size, GhostNetConfig config, string family, Func<GhostNetConfig, ModelSpec, ImageClassifier> create, params KnownWeights[] weights) =>
        new(new ModelSpec(name, Options(config)), spec => create(Config(spec), spec))
        {
            Description = description,
            Height = size,
            Width = size,
            Weights = weights,
            Family = family,
            TrainingOptions = ["dropout"],
            Check = spec => ConfigCheck.Check(Config(spec)),
            LeastSize = spec => LeastSize(Config(spec)),
        };

    /// <summary>The spec as this version writes it. 0.1.0 named the class and wrote all options; earlier specs had four options in the place of the flavor.</summary>
    /// <exception cref="ArgumentException">An option is missing or of the wrong kind, or this version has no such network.</exception>
    public static ModelSpec Current(ModelSpec spec)
    {
        if (IsOfFirstVersion(spec))
        {
            return Of(spec.Name, Config(OldFlavorOptions.Replace(spec, usual: null, Config)));
        }

        return ModelRegistry.TryFind(spec.Name) is { Family: nameof(GhostNetV1) or nameof(GhostNetV2) or nameof(GhostNetV3) } entry
            ? OldFlavorOptions.Replace(spec, Enum.Parse<GhostNetFlavor>(entry.Defaults.Text("flavor")), changed => Config(entry.Complete(changed)))
            : spec;
    }

    /// <summary>Whether 0.1.0 wrote a spec.</summary>
    public static bool IsOfFirstVersion(ModelSpec spec) => spec.Name is nameof(GhostNetV1) or nameof(GhostNetV2);

    private static Dictionary<string, JsonElement> Options(GhostNetConfig config) =>
        JsonSerializer.SerializeToElement(config, GhostNetJson.Default.GhostNetConfig).EnumerateObject().ToDictionary(option => option.Name, option => option.Value);

    private static GhostNetConfig Config(ModelSpec spec)
    {
        try
        {
            return JsonSerializer.Deserialize(JsonSerializer.SerializeToElement(spec, WeightJson.Default.ModelSpec).GetProperty("options"), s_complete)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"An option of {ForeignText.Show(spec.Name)} is wrong: {ForeignText.Show(exception.Message)}", nameof(spec), exception);
        }
    }

    /// <summary>A lower bound: half of what its convolutions have, for channel counts are rounded when it is built.</summary>
    private static NetworkSize LeastSize(GhostNetConfig config)
    {
        // No number is trusted here, so that a configuration that cannot be is found too large rather than built.
        var (channels, top) = (Scale(16), Scale(config.Stages is [.., { Bottlenecks: [.., { } last] }] ? last.Expansion : 0));
        var sum = (9.0 * channels * Math.Abs((double)config.InputChannels))
            + (Math.Abs((double)config.HeadChannels) * (top + Math.Abs((double)config.Classes)));
        foreach (var row in config.Stages.SelectMany(static stage => stage?.Bottlenecks ?? []))
        {
            var (inner, outer, kernel) = (Scale(row.Expansion), Scale(row.Out), (double)row.Kernel * row.Kernel);
            var squeezed = row.SqueezeRatio == 0 ? 0 : config.Flavor == GhostNetFlavor.Paper ? inner * Math.Abs(row.SqueezeRatio) : inner / Math.Abs(row.SqueezeRatio);
            sum += (inner * (channels + outer) / 2) + (2 * inner * squeezed);
            sum += row.Stride == 1 ? 0 : kernel * (inner + channels);
            channels = outer;
        }

        return new NetworkSize(sum / 2, TensorsPerBottleneck * config.Stages.Sum(static stage => stage?.Bottlenecks.Count ?? 0));

        double Scale(int size) => Math.Abs(size * config.Width);
    }
}
