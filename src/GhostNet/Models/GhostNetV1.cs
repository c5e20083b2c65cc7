using GhostNet.Graph;
using GhostNet.Layers;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>GhostNet, an image classifier that makes more features from cheap operations.</summary>
/// <remarks>
/// Source: Han et al., "GhostNet: More Features from Cheap Operations", CVPR 2020 (arXiv 1911.11907), table 1. The names
/// of parameters and buffers are those of the authors' PyTorch code.
/// </remarks>
public sealed class GhostNetV1 : ImageClassifier
{
    private readonly Conv conv_stem;
    private readonly BatchNormAct bn1;
    private readonly Sequential blocks;
    private readonly Conv conv_head;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV1(GhostNetConfig config)
        : this(ConfigCheck.Checked(config), GhostNetSpec.Of(nameof(GhostNetV1), config))
    {
    }

    /// <summary>Creates the network of a spec.</summary>
    internal GhostNetV1(GhostNetConfig config, ModelSpec spec)
        : base(spec)
    {
        Config = config;
        conv_stem = new Conv(config.InputChannels, config.Scale(16), kernelSize: 3, config.StemStride);
        bn1 = new BatchNormAct(config.Scale(16), relu: true);
        blocks = BottleneckStages.Build(config);
        conv_head = new Conv(config.TopChannels, config.HeadChannels, bias: true);
        dropout = nn.Dropout(config.Dropout);
        classifier = nn.Linear(config.HeadChannels, config.Classes);
        RegisterComponents();
        Initializer.Initialize(this, config.Initialization);
    }

    /// <summary>What the network was built from.</summary>
    public GhostNetConfig Config { get; }

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input)
    {
        var x = on.Apply(blocks, on.Apply(bn1, on.Apply(conv_stem, input)));
        x = on.ReluInPlace(on.Apply(conv_head, on.GlobalAveragePool(x)));
        return on.Apply(classifier, on.Apply(dropout, x));
    }
}
