using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary><see cref="ResNet56"/> in which a Ghost module stands for each of the 55 convolutions.</summary>
/// <remarks>
/// 0.43 M parameters and 63 M multiply-adds, half of the plain twin's, as in the GhostNet paper, section 4.1. Both numbers say
/// that its cheap operation has a 1×1 kernel here, one number for each ghost; with the 3×3 kernels of <see cref="GhostVgg16"/>
/// it would be 0.44 M and 65 M.
/// </remarks>
public sealed class GhostResNet56 : ResNet56
{
    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    /// <param name="ratio">Maps per intrinsic map (<c>s</c>): 2 makes one ghost of each; 1 gives the plain twin.</param>
    /// <param name="dwSize">Kernel of the cheap operation (<c>d</c>).</param>
    public GhostResNet56(int classes = 10, int inputChannels = 3, int ratio = 2, int dwSize = 1)
        : this(new ConvBlockFactory(ratio, dwSize).Spec("ghost_resnet56", classes, inputChannels))
    {
    }

    private GhostResNet56(ModelSpec spec)
        : base(spec, ConvBlockFactory.Of(spec))
    {
    }

    /// <summary>What is registered for the network.</summary>
    internal static new ModelEntry Entry { get; } = ConvBlockFactory.Entry(
        new ConvBlockFactory(Ratio: 2, DwSize: 1).Spec("ghost_resnet56", classes: 10, inputChannels: 3), "ResNet-56 with a Ghost module for each convolution", LeastSize, spec => new GhostResNet56(spec));
}
