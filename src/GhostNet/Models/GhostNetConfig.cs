using System.Globalization;
using GhostNet.Layers;

namespace GhostNet.Models;

/// <summary>Describes a GhostNet, whatever its version: <see cref="GhostNetV1"/>, <see cref="GhostNetV2"/> or <see cref="GhostNetV3"/>. Start from a preset and change what you need.</summary>
public sealed record GhostNetConfig
{
    /// <summary>Width multiplier of all channel counts (α in the paper, section 3.2): above 0, at most 16. Default 1.</summary>
    public double Width { get; init; } = 1.0;

    /// <summary>Number of classes: the length of the logits. Default 1000.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels of the input images: 3 for colour, 1 for grey. Default 3.</summary>
    public int InputChannels { get; init; } = 3;

    /// <summary>Stride of the first convolution: 2 for 224×224 images; 1 keeps more of a 32×32 image. Default 2.</summary>
    public int StemStride { get; init; } = 2;

    /// <summary>Width of the layer before the classifier; not scaled by <see cref="Width"/>. Default 1280.</summary>
    public int HeadChannels { get; init; } = 1280;

    /// <summary>Probability that an input of the classifier is zeroed while training: 0 or more, below 1. Default 0.2.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>Whose rules hold where the paper and the tutorial differ. Default: the paper's.</summary>
    public GhostNetFlavor Flavor { get; init; } = GhostNetFlavor.Paper;

    /// <summary>The bottlenecks, row by row (paper, table 1). A new stage begins at each row whose stride is 2.</summary>
    public IReadOnlyList<Stage> Stages { get; init; } = PaperStages;

    /// <summary>The 16 bottlenecks in 9 stages of the paper's table 1.</summary>
    public static IReadOnlyList<Stage> PaperStages { get; } =
    [
        new(new Bottleneck(Kernel: 3, Expansion: 16, Out: 16, SqueezeRatio: 0, Stride: 1)),
        new(new Bottleneck(3, 48, 24, 0, 2)),
        new(new Bottleneck(3, 72, 24, 0, 1)),
        new(new Bottleneck(5, 72, 40, 0.25, 2)),
        new(new Bottleneck(5, 120, 40, 0.25, 1)),
        new(new Bottleneck(3, 240, 80, 0, 2)),
        new(new Bottleneck(3, 200, 80, 0, 1),
            new Bottleneck(3, 184, 80, 0, 1),
            new Bottleneck(3, 184, 80, 0, 1),
            new Bottleneck(3, 480, 112, 0.25, 1),
            new Bottleneck(3, 672, 112, 0.25, 1)),
        new(new Bottleneck(5, 672, 160, 0.25, 2)),
        new(new Bottleneck(5, 960, 160, 0, 1),
            new Bottleneck(5, 960, 160, 0.25, 1),
            new Bottleneck(5, 960, 160, 0, 1),
            new Bottleneck(5, 960, 160, 0.25, 1)),
    ];

    /// <summary>The paper's network and the authors' PyTorch code, for 224×224 images.</summary>
    /// <param name="width">Width multiplier; the paper has 0.5, 1.0 and 1.3.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    public static GhostNetConfig ImageNet(double width = 1.0, int classes = 1000, int inputChannels = 3) =>
        new() { Width = width, Classes = classes, InputChannels = inputChannels };

    /// <summary>The paper's network for 32×32 images: the first convolution keeps the full resolution.</summary>
    /// <param name="width">Width multiplier.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    public static GhostNetConfig Cifar(double width = 1.0, int classes = 10, int inputChannels = 3) =>
        new() { Width = width, Classes = classes, InputChannels = inputChannels, StemStride = 1 };

    /// <summary>
    /// The network of the tutorial to the letter, with its defects: squeeze-and-excitation that expands four-fold, a
    /// gate without upper bound, a dropout of 80 %.
    /// </summary>
    public static GhostNetConfig Tutorial { get; } = new()
    {
        Classes = 10,
        HeadChannels = 128,
        Dropout = 0.8,
        Flavor = GhostNetFlavor.Tutorial,
    };

    /// <summary>Equal when they describe the same network: stages are compared row by row.</summary>
    /// <param name="other">Another description.</param>
    public bool Equals(GhostNetConfig? other) =>
        other is not null && Scalars == other.Scalars && Stages.SequenceEqual(other.Stages);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Scalars, Stages.Count);

    /// <summary>The network in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"GhostNet width {Width}: {InputChannels} channels to {Classes} classes, stem stride {StemStride}, " +
        $"{Stages.Sum(stage => stage.Bottlenecks.Count)} bottlenecks in {Stages.Count} stages, head {HeadChannels}, dropout {Dropout}, " +
        $"flavor {Flavor}");

    /// <summary>Channels before the head: those inside the last bottleneck.</summary>
    internal int TopChannels => Scale(Stages[^1].Bottlenecks[^1].Expansion);

    /// <summary>A channel count of the table at this width.</summary>
    internal int Scale(int channels) => Channels.MakeDivisible(channels * Width, 4, Flavor);

    /// <summary>Everything but the stages.</summary>
    private (double, int, int, int, int, double, GhostNetFlavor) Scalars =>
        (Width, Classes, InputChannels, StemStride, HeadChannels, Dropout, Flavor);
}
