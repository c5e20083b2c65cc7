using GhostNet.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>What each layer of a model did in one forward pass: the shape it made and what that cost.</summary>
internal sealed class ForwardRecord
{
    private readonly Dictionary<nn.Module, Entry> _entries = new(ReferenceEqualityComparer.Instance);

    /// <summary>Runs the model once, in evaluation mode and without gradients, and watches every layer.</summary>
    /// <remarks>The model's mode, its running statistics, its hooks and torch's random state are as before.</remarks>
    public static ForwardRecord Of(nn.Module<Tensor, Tensor> model, Tensor input)
    {
        var record = new ForwardRecord();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var evaluation = new EvaluationMode(model);
        using var listening = LayerTrace.Listen(record.Add);
        var hooks = model.modules().Prepend(model).OfType<nn.Module<Tensor, Tensor>>()
            .Distinct()
            .Select(module => module.register_forward_hook((layer, given, made) =>
            {
                record.Add(layer, given, made);
                return made;
            })).ToList();
        var random = get_rng_state();
        try
        {
            model.call(input);
        }
        finally
        {
            set_rng_state(random);
            hooks.ForEach(hook => hook.remove());
        }

        return record;
    }

    /// <summary>What the layer did, or null when it was not seen.</summary>
    public Entry? this[nn.Module layer] => _entries.GetValueOrDefault(layer);

    private void Add(nn.Module layer, Tensor input, Tensor output)
    {
        // A layer that is called more than once costs each time.
        var before = _entries.TryGetValue(layer, out var entry) ? entry.MultiplyAdds : 0;
        _entries[layer] = new Entry(output.shape, before + MultiplyAdds(layer, input, output));
    }

    private static long MultiplyAdds(nn.Module layer, Tensor input, Tensor output) => layer switch
    {
        ICountsMultiplyAdds own => own.MultiplyAdds(input, output),

        // Each output value sums a kernel's worth of products; transposed, each input value is spread over a kernel.
        Convolution { transposed: true } convolution => input.numel() * convolution.weight.numel() / convolution.in_channels,
        Convolution convolution => output.numel() * convolution.weight.numel() / convolution.out_channels,
        Linear linear => output.numel() * linear.in_features,
        _ => 0,
    };

    /// <summary>One layer's shape and cost.</summary>
    internal sealed record Entry(long[] OutputShape, long MultiplyAdds);
}
