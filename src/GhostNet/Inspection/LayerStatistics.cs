using GhostNet.Graph;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>What each layer of a model did in one forward pass: the shape it made and what that cost.</summary>
internal sealed class LayerStatistics
{
    private readonly Dictionary<nn.Module, Entry> _entries = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs the model once as <see cref="ForwardPass.RunWithHook"/> does, and notes what every layer did.</summary>
    public static LayerStatistics Of(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        var record = new LayerStatistics();
        ForwardPass.RunWithHook(model, input, record.Add);
        return record;
    }

    /// <summary>What the layer did, or null when it was not seen.</summary>
    public Entry? this[nn.Module layer] => _entries.GetValueOrDefault(layer);

    private void Add(nn.Module layer, Tensor input, Tensor output)
    {
        // A layer that is called more than once costs each time.
        var before = _entries.TryGetValue(layer, out var entry) ? entry.MultiplyAdds : 0;
        _entries[layer] = new Entry(output.shape, before + Cost(layer, input, output));
    }

    private static long Cost(nn.Module layer, Tensor input, Tensor output) => layer switch
    {
        DescribedModule described => described.parameters(recurse: false).Any()
            ? Inspection.MultiplyAdds.OfLayerAlone(described, input.shape)
            : 0,

        // Each output value sums a kernel's worth of products; transposed, each input value is spread over a kernel.
        Convolution { transposed: true } convolution => input.numel() * convolution.weight.numel() / convolution.in_channels,
        Convolution convolution => output.numel() * convolution.weight.numel() / convolution.out_channels,
        Linear linear => output.numel() * linear.in_features,
        _ => 0,
    };

    /// <summary>One layer's shape and cost.</summary>
    internal sealed record Entry(long[] OutputShape, long MultiplyAdds);
}
