using GhostNet.Prediction;
using static TorchSharp.torch;


namespace GhostNet.Layers;

/// <summary>A convolution, batch normalisation and, unless it is left out, a ReLU.</summary>
public sealed class ConvBnAct : nn.Module<Tensor, Tensor>
{
    private readonly Conv conv;
    private readonly BatchNormAct bn1;

    /// <summary>Creates the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">Height and width of the kernel; odd.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    public ConvBnAct(int inChannels, int outChannels, int kernelSize = 1, int stride = 1, bool relu = true)
        : base(nameof(ConvBnAct))
    {
        conv = new Conv(inChannels, outChannels, kernelSize, stride);
        bn1 = new BatchNormAct(outChannels, relu);
        RegisterComponents();
    }

    /// <summary>Maps <c>[N, inChannels, H, W]</c> to <c>[N, outChannels, H / stride, W / stride]</c>.</summary>
    /// <param name="input">The input; the caller keeps it.</param>
    /// <returns>The output; the caller's dispose scope owns it.</returns>
    public override Tensor forward(Tensor input) => bn1.call(conv.call(input));

    /// <summary>The same for prediction only.</summary>
    internal FoldedConv Fold() => FoldedConv.Of(conv, bn1);
}
