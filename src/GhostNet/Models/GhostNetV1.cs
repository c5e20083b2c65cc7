using GhostNet.Kernels;
using GhostNet.Layers;
using GhostNet.Prediction;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>GhostNet, an image classifier that makes more features from cheap operations.</summary>
/// <remarks>
/// Source: Han et al., "GhostNet: More Features from Cheap Operations", CVPR 2020 (arXiv 1911.11907), table 1. The names
/// of parameters and buffers are those of the authors' PyTorch code.
/// </remarks>
public sealed class GhostNetV1 : nn.Module<Tensor, Tensor>, IImageNetwork
{
    private readonly Conv conv_stem;
    private readonly BatchNormAct bn1;
    private readonly Sequential blocks;
    private readonly Conv2d conv_head;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="config">What to build.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property of <paramref name="config"/> is out of range; the message names it.</exception>
    public GhostNetV1(GhostNetConfig config)
        : base(nameof(GhostNetV1))
    {
        ConfigCheck.Check(config);
        Config = config;
        conv_stem = new Conv(config.InputChannels, config.Scale(16), kernelSize: 3, config.StemStride);
        bn1 = new BatchNormAct(config.Scale(16), relu: true);
        blocks = BottleneckStages.Build(config);
        conv_head = nn.Conv2d(config.TopChannels, config.HeadChannels, 1);
        dropout = nn.Dropout(config.Dropout);
        classifier = nn.Linear(config.HeadChannels, config.Classes);
        RegisterComponents();
        Initializer.Initialize(this, config.Initialization);
    }

    /// <summary>What the network was built from.</summary>
    public GhostNetConfig Config { get; }

    int IImageNetwork.InputChannels => Config.InputChannels;

    int IImageNetwork.Classes => Config.Classes;

    int IImageNetwork.SmallestImage => 1;

    /// <summary>
    /// A copy for prediction that is several times as fast on a CPU: batch normalisation is folded into the convolutions, and
    /// each core takes whole images. Its logits are the same but for rounding (1e-4).
    /// </summary>
    /// <remarks>The copy is of the weights as they are now, knows no gradients and cannot be trained.</remarks>
    /// <returns>Maps images <c>[N, InputChannels, H, W]</c> to logits <c>[N, Classes]</c>; the caller disposes it.</returns>
    public nn.Module<Tensor, Tensor> Optimized()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return new OptimizedNetwork(
            this,
            [
                FoldedConv.Of(conv_stem, bn1),
                .. blocks.children().SelectMany(stage => stage.children()).Select(block => block switch
                {
                    GhostBottleneck bottleneck => (nn.Module<Tensor, Tensor>)bottleneck.Fold(),
                    _ => ((ConvBnAct)block).Fold(),
                }),
            ],
            FoldedLinear.Of(conv_head),
            FoldedLinear.Of(classifier));
    }

    /// <summary>Maps images <c>[N, InputChannels, H, W]</c> to logits <c>[N, Classes]</c>.</summary>
    /// <remarks>What the layers pass to each other is freed on the way: a hook that wants to keep it takes a clone.</remarks>
    /// <param name="input">Normalised images; the caller keeps them.</param>
    /// <returns>The logits; the caller's dispose scope owns them.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device; the message says what to do.</exception>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Images(input, this, conv_stem.Weight);
        using var scope = NewDisposeScope();

        // Channels-last memory from here on: every layer keeps the layout in which it finds its input.
        var x = ChannelsLast.Of(input);
        x = bn1.call(conv_stem.call(x));
        x = blocks.call(x).mean([2, 3]);
        x = LayerTrace.Report(conv_head, x, nn.functional.linear(x, conv_head.weight.flatten(1), conv_head.bias)).relu_();
        return classifier.call(dropout.call(x)).MoveToOuterDisposeScope();
    }
}
