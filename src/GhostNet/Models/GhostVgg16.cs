using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary><see cref="Vgg16"/> in which a Ghost module stands for each of the 13 convolutions.</summary>
/// <remarks>
/// 7.7 M parameters and 158 M multiply-adds, half of the plain twin's, as in the GhostNet paper, section 4.1 (ratio 2, kernel 3).
/// The paper's 158 M say that the first convolution is replaced too: with an ordinary one it would be 159 M.
/// </remarks>
public sealed class GhostVgg16 : Vgg16
{
    /// <summary>Creates a network with fresh weights, drawn from <c>torch</c>'s random generator.</summary>
    /// <param name="classes">Number of classes: the length of the logits.</param>
    /// <param name="inputChannels">3 for colour images, 1 for grey ones.</param>
    /// <param name="ratio">Maps per intrinsic map (<c>s</c>): 2 makes one ghost of each; 1 gives the plain twin.</param>
    /// <param name="dwSize">Kernel of the cheap operation (<c>d</c>).</param>
    public GhostVgg16(int classes = 10, int inputChannels = 3, int ratio = 2, int dwSize = 3)
        : this(new ConvBlockFactory(ratio, dwSize).Spec("ghost_vgg16", classes, inputChannels))
    {
    }

    private GhostVgg16(ModelSpec spec)
        : base(spec, ConvBlockFactory.Of(spec))
    {
    }

    /// <summary>What is registered for the network.</summary>
    internal static new ModelEntry Entry { get; } = ConvBlockFactory.Entry(
        new ConvBlockFactory(Ratio: 2, DwSize: 3).Spec("ghost_vgg16", classes: 10, inputChannels: 3), "VGG-16 with a Ghost module for each convolution", LeastSize, spec => new GhostVgg16(spec));
}
