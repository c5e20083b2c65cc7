using GhostNet.Graph;
using GhostNet.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>VGG-16 with batch normalisation for 32×32 images: the plain twin of <see cref="GhostVgg16"/>.</summary>
/// <remarks>
/// 15.0 M parameters and 313 M multiply-adds, as in the GhostNet paper, section 4.1. Those are the 13 convolutions with two
/// linear layers of 512 and 10 outputs; with the last one alone it would be 14.7 M. Sources: Simonyan and Zisserman, ICLR
/// 2015 (arXiv 1409.1556), table 1, column D; for CIFAR-10 Li et al., ICLR 2017 (arXiv 1608.08710), section 4.1.
/// </remarks>
public class Vgg16 : ImageClassifier
{
    /// <summary>Channels of the convolutions; the map is halved after each row.</summary>
    private static readonly int[][] s_rows =
    [
        [64, 64],
        [128, 128],
        [256, 256, 256],
        [512, 512, 512],
        [512, 512, 512],
    ];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    public Vgg16(int classes = 10, int inputChannels = 3)
        : this(new ModelSpec("vgg16", classes, inputChannels), ConvBlockFactory.Plain)
    {
    }

    /// <summary>The one definition of both twins.</summary>
    private protected Vgg16(ModelSpec spec, ConvBlockFactory factory)
        : base(spec)
    {
        ConfigCheck.Check(spec, factory);
        features = nn.Sequential();
        var channels = InputChannels;
        foreach (var row in s_rows)
        {
            foreach (var width in row)
            {
                features.append(factory.Create(channels, width));
                channels = width;
            }

            features.append(nn.MaxPool2d(2));
        }

        classifier = nn.Sequential(nn.Linear(channels, channels), nn.ReLU(inplace: true), nn.Linear(channels, Classes));
        RegisterComponents();
        Initializer.Initialize(this);
    }

    /// <summary>What is registered for the network.</summary>
    internal static ModelEntry Entry { get; } = ConvBlockFactory.Entry(
        new ModelSpec("vgg16", classes: 10, inputChannels: 3), "VGG-16 for images of 32x32 pixels: the plain twin", LeastSize, spec => new Vgg16(spec, ConvBlockFactory.Plain));

    /// <summary>32 pixels: each row of convolutions halves the map.</summary>
    public override int SmallestImage => 1 << s_rows.Length;

    /// <inheritdoc/>
    public override T Describe<T>(Operations<T> on, T input) =>
        on.Apply(classifier, on.GlobalAveragePool(on.Apply(features, input)));

    /// <summary>A lower bound of what either twin has.</summary>
    private protected static NetworkSize LeastSize(ModelSpec spec, ConvBlockFactory factory) =>
        factory.LeastSize(spec.InputChannels, s_rows[0][0], s_rows.Sum(row => row.Sum()), s_rows.Sum(row => row.Length), (double)s_rows[^1][^1] * (s_rows[^1][^1] + spec.Classes));
}
