using GhostNet.Layers;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>Squeeze-and-excitation of TorchSharp's own layers.</summary>
internal sealed class PlainSqueezeExcite : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv_reduce;
    private readonly Conv2d conv_expand;
    private readonly bool _clamped;

    public PlainSqueezeExcite(int channels, double ratio, GhostNetConfig config)
        : base(nameof(PlainSqueezeExcite))
    {
        var inner = Channels.MakeDivisible(
            config.Flavor == GhostNetFlavor.Paper ? channels * ratio : Math.Floor(channels / ratio), 4, config.Flavor);
        conv_reduce = nn.Conv2d(channels, inner, 1);
        conv_expand = nn.Conv2d(inner, channels, 1);
        _clamped = config.Flavor == GhostNetFlavor.Paper;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = nn.functional.adaptive_avg_pool2d(input, 1);
        x = conv_expand.call(nn.functional.relu(conv_reduce.call(x)));
        return input * (_clamped ? nn.functional.hardsigmoid(x) : nn.functional.relu(x + 3) / 6);
    }
}
