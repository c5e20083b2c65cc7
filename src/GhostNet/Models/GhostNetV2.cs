using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>GhostNetV2: <see cref="GhostNetV1"/> whose bottlenecks, but for the first two, look far along rows and columns.</summary>
/// <remarks>
/// 6,156,908 parameters and 167.05 M multiply-adds at width 1 for 224×224 images. Each map that attention works on must
/// have two rows and two columns or more: <c>Cifar</c> takes images of 17 pixels or more, <c>ImageNet</c> of 33 or more.
/// Source: Tang et al., "GhostNetV2: Enhance Cheap Operation with Long-Range Attention", NeurIPS 2022 (arXiv 2211.12905),
/// section 3.3. The names of parameters and buffers are those of the authors' PyTorch code.
/// </remarks>
public sealed class GhostNetV2 : ImageClassifier
{
    private const int BlocksWithoutAttention = 2;

    private readonly Conv conv_stem;
    private readonly BatchNormAct bn1;
    private readonly Sequential blocks;
    private readonly Conv conv_head;
    private readonly Dropout dropout;
    private readonly Linear classifier;
    private readonly int _smallest;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build: both versions of GhostNet have the same table.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV2(GhostNetConfig config)
        : this(ConfigCheck.Checked(config), GhostNetSpec.Of(nameof(GhostNetV2), config))
    {
    }

    /// <summary>Creates the network of a spec.</summary>
    internal GhostNetV2(GhostNetConfig config, ModelSpec spec)
        : base(spec)
    {
        Config = config;
        _smallest = SmallestFor(config);
        conv_stem = new Conv(config.InputChannels, config.Scale(16), kernelSize: 3, config.StemStride);
        bn1 = new BatchNormAct(config.Scale(16), relu: true);
        blocks = BottleneckStages.Build(config, BlocksWithoutAttention);
        conv_head = new Conv(config.TopChannels, config.HeadChannels, bias: true);
        dropout = nn.Dropout(config.Dropout);
        classifier = nn.Linear(config.HeadChannels, config.Classes);
        RegisterComponents();
        Initializer.Initialize(this, config.Initialization);
    }

    /// <summary>What the network was built from.</summary>
    public GhostNetConfig Config { get; }

    /// <inheritdoc/>
    public override int SmallestImage => _smallest;

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(blocks, on.Apply(bn1, on.Apply(conv_stem, input)));
        x = on.ReluInPlace(on.Apply(conv_head, on.GlobalAveragePool(x)));
        return on.Apply(classifier, on.Apply(dropout, x));
    }

    /// <summary>The height and width that leave two rows and two columns to each attention, which halves its map.</summary>
    private static int SmallestFor(GhostNetConfig config)
    {
        // A layer of stride s makes ⌈size / s⌉ of a size; the last attention is given the smallest map.
        var rows = config.Stages.SelectMany(stage => stage.Bottlenecks).ToList();
        return rows.Count <= BlocksWithoutAttention
            ? 1
            : (int)Math.Min(int.MaxValue, rows.SkipLast(1).Aggregate((double)config.StemStride, (stride, row) => stride * row.Stride) + 1);
    }
}
