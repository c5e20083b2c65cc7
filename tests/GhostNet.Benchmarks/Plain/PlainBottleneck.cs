using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>A Ghost bottleneck of TorchSharp's own layers.</summary>
internal sealed class PlainBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly PlainGhostModule ghost1;
    private readonly Conv2d? conv_dw;
    private readonly BatchNorm2d? bn_dw;
    private readonly PlainSqueezeExcite? se;
    private readonly PlainGhostModule ghost2;
    private readonly Sequential? shortcut;

    public PlainBottleneck(int inChannels, int midChannels, int outChannels, int kernelSize, int stride, PlainSqueezeExcite? squeezeExcite)
        : base(nameof(PlainBottleneck))
    {
        ghost1 = new PlainGhostModule(inChannels, midChannels, relu: true);
        if (stride > 1)
        {
            conv_dw = nn.Conv2d(midChannels, midChannels, kernelSize, stride, kernelSize / 2, groups: midChannels, bias: false);
            bn_dw = nn.BatchNorm2d(midChannels);
        }

        se = squeezeExcite;
        ghost2 = new PlainGhostModule(midChannels, outChannels, relu: false);
        if (stride > 1 || inChannels != outChannels)
        {
            shortcut = nn.Sequential(
                nn.Conv2d(inChannels, inChannels, kernelSize, stride, kernelSize / 2, groups: inChannels, bias: false),
                nn.BatchNorm2d(inChannels),
                nn.Conv2d(inChannels, outChannels, 1, bias: false),
                nn.BatchNorm2d(outChannels));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = ghost1.call(input);
        if (conv_dw is not null)
        {
            x = bn_dw!.call(conv_dw.call(x));
        }

        if (se is not null)
        {
            x = se.call(x);
        }

        return ghost2.call(x) + (shortcut is null ? input : shortcut.call(input));
    }
}
