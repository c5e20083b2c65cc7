using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>Builds what GhostNet and GhostNetV2 have in common: the bottlenecks of the table, stage by stage, and the convolution after them.</summary>
internal static class BottleneckStages
{
    /// <summary>Builds the stages; the caller's network owns them.</summary>
    /// <param name="config">The table.</param>
    /// <param name="withoutAttention">How many bottlenecks come before the first that has DFC attention; by default none has.</param>
    public static Sequential Build(GhostNetConfig config, int withoutAttention = int.MaxValue)
    {
        var blocks = nn.Sequential();
        var channels = config.Scale(16);
        var built = 0;
        foreach (var stage in config.Stages)
        {
            var layers = nn.Sequential();
            foreach (var row in stage.Bottlenecks)
            {
                var expansion = config.Scale(row.Expansion);
                var squeezeExcite = row.SqueezeRatio == 0
                    ? null
                    : new SqueezeExcite(expansion, row.SqueezeRatio, config.Squeeze, config.Gate, config.Rounding);
                var attention = built++ < withoutAttention ? null : new DfcAttention(channels, expansion);
                layers.append(new GhostBottleneck(
                    channels, expansion, config.Scale(row.Out), row.Kernel, row.Stride, squeezeExcite, attention));
                channels = config.Scale(row.Out);
            }

            blocks.append(layers);
        }

        blocks.append(nn.Sequential(new ConvBnAct(channels, config.TopChannels)));
        return blocks;
    }
}
