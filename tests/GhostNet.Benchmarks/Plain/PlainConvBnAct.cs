using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>A 1×1 convolution, batch normalisation and ReLU of TorchSharp's own layers.</summary>
internal sealed class PlainConvBnAct : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn1;

    public PlainConvBnAct(int inChannels, int outChannels)
        : base(nameof(PlainConvBnAct))
    {
        conv = nn.Conv2d(inChannels, outChannels, 1, bias: false);
        bn1 = nn.BatchNorm2d(outChannels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.relu(bn1.call(conv.call(input)));
}
