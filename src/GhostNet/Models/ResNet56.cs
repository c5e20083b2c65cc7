using GhostNet.Graph;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>ResNet-56 for 32×32 images: the plain twin of <see cref="GhostResNet56"/>.</summary>
/// <remarks>
/// 0.85 M parameters and 125 M multiply-adds, as in the GhostNet paper, section 4.1. Source: He et al., CVPR 2016 (arXiv
/// 1512.03385), section 4.2, n = 9, with shortcuts that have no weights (option A).
/// </remarks>
public class ResNet56 : ImageClassifier
{
    /// <summary>Channels of the stages; the map is halved where a stage begins, but for the first.</summary>
    private static readonly int[] s_widths = [16, 32, 64];

    private const int BlocksPerStage = 9;

    private readonly nn.Module<Tensor, Tensor> stem;
    private readonly Sequential stages;
    private readonly Linear classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    public ResNet56(int classes = 10, int inputChannels = 3)
        : this(new ModelSpec("resnet56", classes, inputChannels), ConvBlockFactory.Plain)
    {
    }

    /// <summary>The one definition of both twins.</summary>
    private protected ResNet56(ModelSpec spec, ConvBlockFactory factory)
        : base(spec)
    {
        ConfigCheck.Check(spec, factory);
        var channels = s_widths[0];
        stem = factory.Create(InputChannels, channels);
        stages = nn.Sequential();
        foreach (var width in s_widths)
        {
            var blocks = nn.Sequential();
            for (var block = 0; block < BlocksPerStage; block++)
            {
                blocks.append(new ResidualBlock(channels, width, stride: width == channels ? 1 : 2, factory));
                channels = width;
            }

            stages.append(blocks);
        }

        classifier = nn.Linear(channels, Classes);
        RegisterComponents();
        Initializer.Initialize(this);
    }

    /// <summary>What is registered for the network.</summary>
    internal static ModelEntry Entry { get; } = ConvBlockFactory.Entry(
        new ModelSpec("resnet56", classes: 10, inputChannels: 3), "ResNet-56 for images of 32x32 pixels: the plain twin", LeastSize, spec => new ResNet56(spec, ConvBlockFactory.Plain));

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Apply(classifier, on.GlobalAveragePool(on.Apply(stages, on.Apply(stem, input))));

    /// <summary>A lower bound of what either twin has.</summary>
    private protected static NetworkSize LeastSize(ModelSpec spec, ConvBlockFactory factory) => factory.LeastSize(
        spec.InputChannels, s_widths[0], 2 * BlocksPerStage * s_widths.Sum(), 2 * BlocksPerStage * s_widths.Length, (double)s_widths[^1] * spec.Classes);
}
