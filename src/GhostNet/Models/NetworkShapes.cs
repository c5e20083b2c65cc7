using GhostNet.Layers;


namespace GhostNet.Models;

/// <summary>The tensors of a <see cref="GhostNetV1"/> derived from its configuration alone: nothing is allocated.</summary>
internal static class NetworkShapes
{
    /// <summary>The first difference between the tensors of a configuration and those that are there.</summary>
    /// <param name="config">The configuration, which need not be possible.</param>
    /// <param name="tensors">The shape of each tensor that is there, by name.</param>
    /// <returns>The name of a tensor, or null when both agree.</returns>
    public static string? FirstDifference(GhostNetConfig config, IReadOnlyDictionary<string, IReadOnlyList<long>> tensors)
    {
        var count = 0;
        foreach (var (name, shape) in Of(config))
        {
            if (!tensors.TryGetValue(name, out var found) || !found.SequenceEqual(shape) || shape.Any(length => length < 1))
            {
                return name;
            }

            count++;
        }

        return count == tensors.Count ? null : tensors.Keys.Except(Of(config).Select(tensor => tensor.Name)).First();
    }

    /// <summary>Names and shapes, as <c>state_dict()</c> has them. They are made one by one, so that a huge configuration costs nothing when an early tensor differs.</summary>
    /// <param name="config">The configuration.</param>
    private static IEnumerable<(string Name, long[] Shape)> Of(GhostNetConfig config)
    {
        int input = config.Scale(16), stages = 0;
        yield return ("conv_stem.weight", [input, config.InputChannels, 3, 3]);
        foreach (var tensor in BatchNorm("bn1", input))
        {
            yield return tensor;
        }

        foreach (var stage in config.Stages)
        {
            for (var i = 0; i < stage.Bottlenecks.Count; i++)
            {
                foreach (var (name, shape) in Of(config, stage.Bottlenecks[i], input))
                {
                    yield return ($"blocks.{stages}.{i}.{name}", shape);
                }

                input = config.Scale(stage.Bottlenecks[i].Out);
            }

            stages++;
        }

        var top = stages > 0 ? config.TopChannels : 0;
        yield return ($"blocks.{stages}.0.conv.weight", [top, input, 1, 1]);
        foreach (var tensor in BatchNorm($"blocks.{stages}.0.bn1", top))
        {
            yield return tensor;
        }

        yield return ("conv_head.weight", [config.HeadChannels, top, 1, 1]);
        yield return ("conv_head.bias", [config.HeadChannels]);
        yield return ("classifier.weight", [config.Classes, config.HeadChannels]);
        yield return ("classifier.bias", [config.Classes]);
    }

    private static IEnumerable<(string Name, long[] Shape)> Of(GhostNetConfig config, Bottleneck row, int input)
    {
        int middle = config.Scale(row.Expansion), output = config.Scale(row.Out);
        var tensors = GhostModule("ghost1", input, middle).Concat(GhostModule("ghost2", middle, output));
        if (row.Stride > 1)
        {
            tensors = tensors.Append(("conv_dw.weight", [middle, 1, row.Kernel, row.Kernel])).Concat(BatchNorm("bn_dw", middle));
        }

        if (row.SqueezeRatio != 0)
        {
            var wanted = config.Squeeze == SqueezeStyle.Squeeze ? middle * row.SqueezeRatio : Math.Floor(middle / row.SqueezeRatio);
            var inner = Channels.MakeDivisible(wanted, 4, config.Rounding);
            tensors = tensors.Concat(
            [
                ("se.conv_reduce.weight", [inner, middle, 1, 1]),
                ("se.conv_reduce.bias", [inner]),
                ("se.conv_expand.weight", [middle, inner, 1, 1]),
                ("se.conv_expand.bias", [middle]),
            ]);
        }

        if (row.Stride > 1 || input != output)
        {
            tensors = tensors
                .Append(("shortcut.0.weight", [input, 1, row.Kernel, row.Kernel])).Concat(BatchNorm("shortcut.1", input))
                .Append(("shortcut.2.weight", [output, input, 1, 1])).Concat(BatchNorm("shortcut.3", output));
        }

        return tensors;
    }

    private static IEnumerable<(string Name, long[] Shape)> GhostModule(string name, long input, long output)
    {
        var half = (output + 1) / 2;
        return
        [
            ($"{name}.primary_conv.0.weight", [half, input, 1, 1]),
            .. BatchNorm($"{name}.primary_conv.1", half),
            ($"{name}.cheap_operation.0.weight", [half, 1, 3, 3]),
            .. BatchNorm($"{name}.cheap_operation.1", half),
        ];
    }

    private static IEnumerable<(string Name, long[] Shape)> BatchNorm(string name, long channels) =>
    [
        ($"{name}.weight", [channels]),
        ($"{name}.bias", [channels]),
        ($"{name}.running_mean", [channels]),
        ($"{name}.running_var", [channels]),
        ($"{name}.num_batches_tracked", []),
    ];
}
