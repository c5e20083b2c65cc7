using GhostNet.Layers;
using static TorchSharp.torch;


namespace GhostNet.Models;

/// <summary>What stands for each 3×3 convolution of a network that exists twice: the convolution, or a Ghost module of its shape.</summary>
/// <param name="Ratio">1 for the convolution; otherwise maps per intrinsic map (<c>s</c> in the GhostNet paper).</param>
/// <param name="DwSize">Kernel of the cheap operation (<c>d</c>).</param>
internal sealed record TwinUnit(int Ratio, int DwSize)
{
    /// <summary>Makes a unit, with batch normalisation; the network owns it.</summary>
    public nn.Module<Tensor, Tensor> Create(int inChannels, int outChannels, int stride = 1, bool relu = true) => Ratio == 1
        ? new ConvBnAct(inChannels, outChannels, kernelSize: 3, stride, relu)
        : new GhostModule(inChannels, outChannels, kernelSize: 3, Ratio, DwSize, stride, relu);
}
