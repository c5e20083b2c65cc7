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
    private readonly GateStyle _gate;

    public PlainSqueezeExcite(int channels, double ratio, GhostNetConfig config)
        : base(nameof(PlainSqueezeExcite))
    {
        var inner = Channels.MakeDivisible(
            config.Squeeze == SqueezeStyle.Squeeze ? channels * ratio : Math.Floor(channels / ratio), 4, config.Rounding);
        conv_reduce = nn.Conv2d(channels, inner, 1);
        conv_expand = nn.Conv2d(inner, channels, 1);
        _gate = config.Gate;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = nn.functional.adaptive_avg_pool2d(input, 1);
        x = conv_expand.call(nn.functional.relu(conv_reduce.call(x)));
        return input * (_gate == GateStyle.Clamped ? nn.functional.hardsigmoid(x) : nn.functional.relu(x + 3) / 6);
    }
}
