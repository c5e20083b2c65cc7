using GhostNet.Kernels;
using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>VGG-16 with batch normalisation for 32×32 images: the plain twin of <see cref="GhostVgg16"/>.</summary>
/// <remarks>
/// 15.0 M parameters and 313 M multiply-adds, as in the GhostNet paper, section 4.1. Those are the 13 convolutions with two
/// linear layers of 512 and 10 outputs; with the last one alone it would be 14.7 M. Sources: Simonyan and Zisserman, ICLR
/// 2015 (arXiv 1409.1556), table 1, column D; for CIFAR-10 Li et al., ICLR 2017 (arXiv 1608.08710), section 4.1.
/// </remarks>
public class Vgg16 : nn.Module<Tensor, Tensor>, IImageNetwork
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
    private readonly int _inputChannels;
    private readonly int _classes;

    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    public Vgg16(int classes = 10, int inputChannels = 3)
        : this(nameof(Vgg16), classes, inputChannels, new TwinUnit(Ratio: 1, DwSize: 1))
    {
    }

    /// <summary>The one definition of both twins.</summary>
    private protected Vgg16(string name, int classes, int inputChannels, TwinUnit unit)
        : base(name)
    {
        ConfigCheck.Check(classes, inputChannels, unit);
        (_inputChannels, _classes) = (inputChannels, classes);
        features = nn.Sequential();
        var channels = inputChannels;
        foreach (var row in s_rows)
        {
            foreach (var width in row)
            {
                features.append(unit.Create(channels, width));
                channels = width;
            }

            features.append(nn.MaxPool2d(2));
        }

        classifier = nn.Sequential(nn.Linear(channels, channels), nn.ReLU(inplace: true), nn.Linear(channels, classes));
        RegisterComponents();
        Initializer.Initialize(this, WeightInitialization.FanOut);
    }

    int IImageNetwork.InputChannels => _inputChannels;

    int IImageNetwork.Classes => _classes;

    /// <summary>Each row halves the map.</summary>
    int IImageNetwork.SmallestImage => 1 << s_rows.Length;

    /// <summary>Maps images <c>[N, inputChannels, H, W]</c>, of 32 pixels or more, to logits <c>[N, classes]</c>.</summary>
    /// <param name="input">Normalised images; the caller keeps them.</param>
    /// <returns>The logits; the caller's dispose scope owns them.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, type or device; the message says what to do.</exception>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Images(input, this, ((Linear)classifier[0]).weight!);
        return classifier.call(features.call(ChannelsLast.Of(input)).mean([2, 3]));
    }
}
