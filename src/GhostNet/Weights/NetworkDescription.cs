using System.Text.Json;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Weights;

/// <summary>What a file of weights says about its network, and about the images that it was trained on.</summary>
public sealed class NetworkDescription
{
    /// <summary>No network needs larger images, and a file must not make a program allocate memory for them.</summary>
    private const int MaxSide = 4096;

    /// <summary>The network; null when it is not an <see cref="Models.ImageClassifier"/>, and so cannot be built from a file.</summary>
    public ModelSpec? Spec { get; init; }

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

    /// <summary>Fraction of the resized shorter edge of a picture that is kept, above 0 and at most 1; 0 when the images had one size from the first, or it is not known.</summary>
    public double CropFraction { get; init; }

    /// <summary>How a picture is resized, <c>Bilinear</c> or <c>Bicubic</c>; empty when <see cref="CropFraction"/> is 0.</summary>
    public string Interpolation { get; init; } = "";

    /// <summary>Whether images have several classes (multi-label): then each logit has a probability of its own, its sigmoid.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>Describes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="classNames">The names of the classes; null when they are not known.</param>
    /// <param name="mean">Mean of each channel by which images are normalised; null when it is not known.</param>
    /// <param name="std">Standard deviation of each channel; null when it is not known.</param>
    /// <param name="height">Height of the images in pixels; 0 when it is not known.</param>
    /// <param name="width">Width of the images in pixels; 0 when it is not known.</param>
    /// <param name="dataset">Name of the data set; null when it is not known.</param>
    /// <param name="cropFraction">Fraction of the resized shorter edge of a picture that is kept; 0 when it is not known.</param>
    /// <param name="interpolation">How a picture is resized; null when it is not known.</param>
    /// <param name="isMultiLabel">Whether images have several classes.</param>
    public static NetworkDescription Of(
        nn.Module model,
        IReadOnlyList<string>? classNames = null,
        IReadOnlyList<float>? mean = null,
        IReadOnlyList<float>? std = null,
        int height = 0,
        int width = 0,
        string? dataset = null,
        double cropFraction = 0,
        string? interpolation = null,
        bool isMultiLabel = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new()
        {
            Spec = (model as IDescribedNetwork)?.Spec,
            Dataset = dataset ?? "",
            ClassNames = classNames ?? [],
            Mean = mean ?? [],
            Std = std ?? [],
            Height = height,
            Width = width,
            CropFraction = cropFraction,
            Interpolation = interpolation ?? "",
            IsMultiLabel = isMultiLabel,
        };
    }

    /// <summary>The network in one line.</summary>
    public override string ToString() => Spec?.ToString() ?? "a network that is not described";

    /// <summary>The description as it stands in files.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, WeightJson.Default.NetworkDescription);

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
        var read = JsonSerializer.Deserialize(json, WeightJson.Default.NetworkDescription) ?? throw new JsonException("it is null");

        // What is not in the JSON is null here, whatever the property's own default is: generated code sets every property.
        read = new()
        {
            Spec = read.Spec ?? FirstVersion(json),
            Dataset = read.Dataset ?? "",
            ClassNames = read.ClassNames ?? [],
            Mean = read.Mean ?? [],
            Std = read.Std ?? [],
            Height = read.Height,
            Width = read.Width,
            CropFraction = read.CropFraction,
            Interpolation = read.Interpolation ?? "",
            IsMultiLabel = read.IsMultiLabel,
        };
        return read.Mean.Count != read.Std.Count || (read.Mean.Count > 0 && read.Mean.Count != (Option(ModelSpec.InputChannelsOption) ?? read.Mean.Count))
            || !read.Mean.All(float.IsFinite) || !read.Std.All(static value => float.IsFinite(value) && value > 0)
            ? throw new JsonException("mean and std need one number per channel, and each std must be above 0")
            : read.Height is < 0 or > MaxSide || read.Width is < 0 or > MaxSide
            ? throw new JsonException($"height and width are {read.Height} and {read.Width}, but must be from 0 to {MaxSide}")
            : read.CropFraction is not (>= 0 and <= 1) || (read.CropFraction > 0 && (read.Interpolation.Length == 0 || read.Height != read.Width || read.Height == 0))
            ? throw new JsonException("cropFraction must be from 0 to 1, and then pictures are square and interpolation says how they are resized")
            : read.ClassNames.Any(static name => name is null)
                || (read.ClassNames.Count > 0 && read.ClassNames.Count != (Option(ModelSpec.ClassesOption) ?? read.ClassNames.Count))
            ? throw new JsonException("there must be one name per class")
            : read;

        int? Option(string name) => read.Spec?.Options.TryGetValue(name, out var value) != true ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : throw new JsonException($"{name} must be a whole number");
    }

    /// <summary>The network as 0.1.0 wrote it: the name of its class, and all of its options.</summary>
    private static ModelSpec? FirstVersion(ReadOnlySpan<byte> json)
    {
        var root = JsonElement.Parse(json);
        return root.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String && model.GetString() is { Length: > 0 } name
            && root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
            ? new ModelSpec(name, config.EnumerateObject().DistinctBy(static option => option.Name).Select(static option => KeyValuePair.Create(option.Name, option.Value)))
            : null;
    }
}
