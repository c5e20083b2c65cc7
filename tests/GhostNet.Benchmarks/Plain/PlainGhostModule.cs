using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>A Ghost module of TorchSharp's own layers.</summary>
internal sealed class PlainGhostModule : nn.Module<Tensor, Tensor>
{
    private readonly Sequential primary_conv;
    private readonly Sequential cheap_operation;
    private readonly int _outChannels;

    public PlainGhostModule(int inChannels, int outChannels, bool relu)
        : base(nameof(PlainGhostModule))
    {
        var intrinsic = (outChannels + 1) / 2;
        primary_conv = Layers(nn.Conv2d(inChannels, intrinsic, 1, bias: false));
        cheap_operation = Layers(nn.Conv2d(intrinsic, intrinsic, 3, padding: 1, groups: intrinsic, bias: false));
        _outChannels = outChannels;
        RegisterComponents();

        Sequential Layers(Conv2d conv) => relu
            ? nn.Sequential(conv, nn.BatchNorm2d(intrinsic), nn.ReLU())
            : nn.Sequential(conv, nn.BatchNorm2d(intrinsic));
    }

    public override Tensor forward(Tensor input)
    {
        var intrinsic = primary_conv.call(input);
        return cat([intrinsic, cheap_operation.call(intrinsic)], 1).narrow(1, 0, _outChannels);
    }
}
