using GhostNet.Graph;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>A description read over shapes: what a layer would make, and how many multiplications, each with its addition, it would take.</summary>
/// <remarks>Those of convolutions and matrix products are counted, as is usual.</remarks>
internal sealed class MultiplyAdds : Operations<long[]>
{
    private int _depth;
    private long _own;
    private long _total;

    private MultiplyAdds()
    {
    }

    /// <summary>What a layer costs with all layers inside it. Nothing is computed.</summary>
    /// <param name="layer">The layer or network.</param>
    /// <param name="input">Shape of its input, <c>[N, C, H, W]</c> or <c>[N, C]</c>.</param>
    /// <exception cref="NotSupportedException">A layer inside has no description.</exception>
    public static long Of(nn.Module<Tensor, Tensor> layer, long[] input) => Count(layer, input)._total;

    /// <summary>What a layer costs without the layers inside it.</summary>
    /// <inheritdoc cref="Of"/>
    public static long OfLayerAlone(nn.Module<Tensor, Tensor> layer, long[] input) => Count(layer, input)._own;

    public override long[] Apply(nn.Module<Tensor, Tensor> layer, long[] input)
    {
        _depth++;
        var output = TorchLayers.Describe(layer, layer.GetName(), this, input);
        _depth--;
        return output;
    }

    public override long[] Add(long[] first, long[] second) => first;

    public override long[] Multiply(long[] input, long[] gates) => input;

    public override long[] Concat(long[] first, long[] second) => [first[0], first[1] + second[1], .. first[2..]];

    public override long[] FirstChannels(long[] input, int channels) => [input[0], channels, .. input[2..]];

    public override long[] AppendZeros(long[] maps, int channels) => [maps[0], maps[1] + channels, .. maps[2..]];

    public override long[] Subsample(long[] maps, int stride) =>
        [maps[0], maps[1], (maps[2] - 1) / stride + 1, (maps[3] - 1) / stride + 1];

    public override long[] GlobalAveragePool(long[] maps) => maps[..2];

    public override long[] ResizeTo(long[] maps, long[] like) => [maps[0], maps[1], .. like[2..]];

    internal override long[] Convolve(long[] input, Tensor weight, Tensor? bias, Sliding sliding)
    {
        long[] output = input.Length == 2
            ? [input[0], weight.size(0)]
            : Slide(input, weight.size(0), new Extent(weight.size(2), weight.size(3)), sliding);
        var cost = output.Aggregate(1L, (product, size) => product * size) * (weight.numel() / weight.size(0));
        _total += cost;
        _own += _depth == 1 ? cost : 0;
        return output;
    }

    internal override long[] Normalize(long[] input, BatchStatistics statistics) => input;

    internal override long[] Activate(long[] input, Activation activation) => input;

    internal override long[] Pool(long[] maps, bool isMean, Extent window, Sliding sliding) => Slide(maps, maps[1], window, sliding);

    internal override long[] Flatten(long[] maps) => [maps[0], maps[1..].Aggregate((product, size) => product * size)];

    private static MultiplyAdds Count(nn.Module<Tensor, Tensor> layer, long[] input)
    {
        var count = new MultiplyAdds();
        count.Apply(layer, input);
        return count;
    }

    private static long[] Slide(long[] maps, long channels, Extent window, Sliding sliding)
    {
        var (stride, padding, dilation) = (sliding.Stride, sliding.Padding, sliding.Dilation);
        return
        [
            maps[0],
            channels,
            Places(maps[2], window.Height, stride.Height, padding.Height, dilation.Height),
            Places(maps[3], window.Width, stride.Width, padding.Width, dilation.Width),
        ];

        static long Places(long size, long window, long stride, long padding, long dilation) =>
            (size + 2 * padding - dilation * (window - 1) - 1) / stride + 1;
    }
}
