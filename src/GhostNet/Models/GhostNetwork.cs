using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>What all versions of GhostNet have in common: the stem, the bottlenecks of the table, the head.</summary>
/// <remarks>The names of parameters and buffers are those of the authors' PyTorch code and of timm.</remarks>
public abstract class GhostNetwork : ImageClassifier
{
    private readonly Conv conv_stem;
    private readonly BatchNormAct bn1;
    private readonly Sequential blocks;
    private readonly Conv conv_head;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">The table and all that is not the version's; it was checked.</param>
    /// <param name="spec">What brings the network back.</param>
    /// <param name="plainBottlenecks">How many bottlenecks come before the first that has DFC attention.</param>
    /// <param name="branches">Convolutions that are added for each of a bottleneck's own.</param>
    private protected GhostNetwork(GhostNetConfig config, ModelSpec spec, int plainBottlenecks, int branches)
        : base(spec)
    {
        Config = config;
        SmallestImage = SmallestFor(config, plainBottlenecks);
        conv_stem = new Conv(config.InputChannels, config.Scale(16), kernelSize: 3, config.StemStride);
        bn1 = new BatchNormAct(config.Scale(16), relu: true);
        blocks = Stages(config, plainBottlenecks, branches);
        conv_head = new Conv(config.TopChannels, config.HeadChannels, bias: true);
        dropout = nn.Dropout(config.Dropout);
        classifier = nn.Linear(config.HeadChannels, config.Classes);
        RegisterComponents();
        Initializer.Initialize(this, config.Flavor);
    }

    /// <summary>What the network was built from.</summary>
    public GhostNetConfig Config { get; }

    /// <inheritdoc/>
    public sealed override int SmallestImage { get; }

    /// <inheritdoc/>
    public sealed override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(blocks, on.Apply(bn1, on.Apply(conv_stem, input)));
        x = on.ReluInPlace(on.Apply(conv_head, on.GlobalAveragePool(x)));
        return on.Apply(classifier, on.Apply(dropout, x));
    }

    /// <summary>The bottlenecks, stage by stage, and the convolution after them.</summary>
    private static Sequential Stages(GhostNetConfig config, int plainBottlenecks, int branches)
    {
        var blocks = nn.Sequential();
        var channels = config.Scale(16);
        var built = 0;
        foreach (var stage in config.Stages)
        {
            var layers = nn.Sequential();
            foreach (var row in stage.Bottlenecks)
            {
                var expansion = config.Scale(row.Expansion);
                var squeezeExcite = row.SqueezeRatio == 0
                    ? null
                    : new SqueezeExcite(expansion, row.SqueezeRatio, config.Flavor);
                var attention = built++ < plainBottlenecks ? null : new DfcAttention(channels, expansion);
                layers.append(new GhostBottleneck(
                    channels, expansion, config.Scale(row.Out), row.Kernel, row.Stride, squeezeExcite, attention, branches));
                channels = config.Scale(row.Out);
            }

            blocks.append(layers);
        }

        blocks.append(nn.Sequential(new ConvBnAct(channels, config.TopChannels)));
        return blocks;
    }

    /// <summary>The height and width that leave two rows and two columns to each attention, which halves its map.</summary>
    private static int SmallestFor(GhostNetConfig config, int plainBottlenecks)
    {
        // A layer of stride s makes ⌈size / s⌉ of a size; the last attention is given the smallest map.
        var rows = config.Stages.SelectMany(stage => stage.Bottlenecks).ToList();
        return rows.Count <= plainBottlenecks
            ? 1
            : (int)Math.Min(int.MaxValue, rows.SkipLast(1).Aggregate((double)config.StemStride, (stride, row) => stride * row.Stride) + 1);
    }
}
