using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GhostNet.IO;
using GhostNet.Models;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>What a file of weights says about its network, and about the images that it was trained on.</summary>
public sealed record NetworkDescription
{
    /// <summary>No network needs larger images, and a file must not make a program allocate memory for them.</summary>
    private const int MaxSide = 4096;

    private static readonly JsonTypeInfo<NetworkDescription> s_json =
        (JsonTypeInfo<NetworkDescription>)new JsonSerializerOptions(NetworkJson.Default.Options)
        {
            TypeInfoResolver = NetworkJson.Default.WithAddedModifier(CompleteJson.Of(typeof(GhostNetConfig))),
        }.GetTypeInfo(typeof(NetworkDescription));

    /// <summary>Type of the network, such as <c>GhostNetV1</c>.</summary>
    public string Model { get; init; } = "";

    /// <summary>What the network was built from; null for one that has no such configuration.</summary>
    public GhostNetConfig? Config { get; init; }

    /// <summary>Name of the data set that it was trained on; empty when it is not known.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>The names of the classes; empty when they are not known.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Mean of each channel by which images were normalised, in the range 0 to 1; empty when it is not known.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [];

    /// <summary>Standard deviation of each channel, likewise.</summary>
    public IReadOnlyList<float> Std { get; init; } = [];

    /// <summary>Height of the images in pixels; 0 when it is not known.</summary>
    public int Height { get; init; }

    /// <summary>Width of the images in pixels; 0 when it is not known.</summary>
    public int Width { get; init; }

    /// <summary>Describes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="classNames">The names of the classes; null when they are not known.</param>
    /// <param name="mean">Mean of each channel by which images are normalised; null when it is not known.</param>
    /// <param name="std">Standard deviation of each channel; null when it is not known.</param>
    /// <param name="height">Height of the images in pixels; 0 when it is not known.</param>
    /// <param name="width">Width of the images in pixels; 0 when it is not known.</param>
    /// <param name="dataset">Name of the data set; null when it is not known.</param>
    public static NetworkDescription Of(
        nn.Module model,
        IReadOnlyList<string>? classNames = null,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null,
        int height = 0,
        int width = 0,
        string? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var config = model switch
        {
            GhostNetV1 first => first.Config,
            GhostNetV2 second => second.Config,
            _ => null,
        };
        return new()
        {
            Model = model.GetName(),
            Config = config,
            Dataset = dataset ?? "",
            ClassNames = classNames ?? [],
            Mean = mean ?? [],
            Std = std ?? [],
            Height = height,
            Width = width,
        };
    }

    /// <summary>The network in one line.</summary>
    public override string ToString() => Config is null ? Model : $"{Model}: {Config}";

    /// <summary>The description as it stands in files.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="ToJson"/> wrote, and checks what can be checked without the tensors.</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file the text is.</param>
    /// <param name="json">The text in UTF-8.</param>
    /// <param name="budget">The memory that it may take.</param>
    /// <exception cref="WeightFileException">It is damaged, or a number in it is out of range.</exception>
    internal static NetworkDescription Read(MappedFile file, long offset, ReadOnlySpan<byte> json, MemoryBudget budget)
    {
        // A name of one character takes three bytes of JSON and some forty of memory.
        budget.Charge(16L * json.Length);
        try
        {
            return Parse(json);
        }
        catch (JsonException exception)
        {
            throw file.Damaged(offset, $"its description of the network is wrong: {ForeignText.Show(exception.Message)}", exception);
        }
    }

    private static NetworkDescription Parse(ReadOnlySpan<byte> json)
    {
        var read = JsonSerializer.Deserialize(json, s_json) ?? throw new JsonException("it is null");

        // What is not in the JSON is null here, whatever the property's own default is: generated code sets every property.
        read = read with { Model = read.Model ?? "", Dataset = read.Dataset ?? "", ClassNames = read.ClassNames ?? [], Mean = read.Mean ?? [], Std = read.Std ?? [] };
        if (read.Config is { } built && (built.Stages is not { Count: > 0 } stages || stages.Contains(null!)))
        {
            throw new JsonException("a network needs at least one stage");
        }

        var channels = read.Config?.InputChannels ?? read.Mean.Count;
        return read.Mean.Count != read.Std.Count || (read.Mean.Count > 0 && read.Mean.Count != channels)
            || !read.Mean.All(float.IsFinite) || !read.Std.All(static value => float.IsFinite(value) && value > 0)
            ? throw new JsonException("mean and std need one number per channel, and each std must be above 0")
            : read.Height is < 0 or > MaxSide || read.Width is < 0 or > MaxSide
            ? throw new JsonException($"height and width are {read.Height} and {read.Width}, but must be from 0 to {MaxSide}")
            : read.ClassNames.Any(static name => name is null)
                || (read.ClassNames.Count > 0 && read.Config is { } config && config.Classes != read.ClassNames.Count)
            ? throw new JsonException("there must be one name per class")
            : read;
    }

    /// <summary>The settings that decide what a network computes, by name. Dropout and the initial weights do not.</summary>
    /// <param name="withClasses">Whether the number of classes is one of them.</param>
    internal IEnumerable<KeyValuePair<string, string>> Settings(bool withClasses)
    {
        if (Config is not { } config)
        {
            yield break;
        }

        yield return new(nameof(Model), Model);
        yield return new(nameof(config.Width), Text(config.Width));
        yield return new(nameof(config.InputChannels), Text(config.InputChannels));
        if (withClasses)
        {
            yield return new(nameof(config.Classes), Text(config.Classes));
        }

        yield return new(nameof(config.StemStride), Text(config.StemStride));
        yield return new(nameof(config.HeadChannels), Text(config.HeadChannels));
        yield return new(nameof(config.Squeeze), Text(config.Squeeze));
        yield return new(nameof(config.Gate), Text(config.Gate));
        yield return new(nameof(config.Rounding), Text(config.Rounding));
        yield return new(nameof(config.Stages), string.Join(" | ", config.Stages.Select(stage => string.Join(' ', stage.Bottlenecks.Select(
            row => FormattableString.Invariant($"{row.Kernel},{row.Expansion},{row.Out},{row.SqueezeRatio},{row.Stride}"))))));

        static string Text(object value) => FormattableString.Invariant($"{value}");
    }
}
