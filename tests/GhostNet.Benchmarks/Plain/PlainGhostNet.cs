using GhostNet.Layers;
using GhostNet.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Benchmarks.Plain;

/// <summary>
/// The network of <see cref="GhostNetV1"/> as one writes it first: TorchSharp's own layers in the default layout, no tricks.
/// </summary>
/// <remarks>The names of parameters and buffers are the same, so that weights can be copied over.</remarks>
internal sealed class PlainGhostNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv_stem;
    private readonly BatchNorm2d bn1;
    private readonly Sequential blocks;
    private readonly Conv2d conv_head;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    public PlainGhostNet(GhostNetConfig config)
        : base(nameof(PlainGhostNet))
    {
        var channels = Scale(16);
        conv_stem = nn.Conv2d(config.InputChannels, channels, 3, config.StemStride, 1, bias: false);
        bn1 = nn.BatchNorm2d(channels);
        blocks = nn.Sequential();
        var expansion = 0;
        foreach (var stage in config.Stages)
        {
            var layers = nn.Sequential();
            foreach (var row in stage.Bottlenecks)
            {
                expansion = Scale(row.Expansion);
                var squeezeExcite = row.SqueezeRatio == 0 ? null : new PlainSqueezeExcite(expansion, row.SqueezeRatio, config);
                layers.append(new PlainBottleneck(channels, expansion, Scale(row.Out), row.Kernel, row.Stride, squeezeExcite));
                channels = Scale(row.Out);
            }

            blocks.append(layers);
        }

        blocks.append(nn.Sequential(new PlainConvBnAct(channels, expansion)));
        conv_head = nn.Conv2d(expansion, config.HeadChannels, 1);
        dropout = nn.Dropout(config.Dropout);
        classifier = nn.Linear(config.HeadChannels, config.Classes);
        RegisterComponents();

        int Scale(int width) => Channels.MakeDivisible(width * config.Width, 4, config.Flavor);
    }

    public override Tensor forward(Tensor input)
    {
        var x = nn.functional.relu(bn1.call(conv_stem.call(input)));
        x = blocks.call(x).mean([2, 3], keepdim: true);
        x = nn.functional.relu(conv_head.call(x)).flatten(1);
        return classifier.call(dropout.call(x));
    }
}
