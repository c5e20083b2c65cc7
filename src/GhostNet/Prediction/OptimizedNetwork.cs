using GhostNet.Graph;
using GhostNet.Kernels;
using static TorchSharp.torch;

namespace GhostNet.Prediction;

/// <summary>A network with all that can be fused: for prediction only.</summary>
/// <remarks>
/// On a CPU the images are divided among the cores, and each core takes its share through the whole network: that way no
/// core waits for another at the end of every layer, and what a layer makes is still in the core's cache for the next.
/// </remarks>
internal sealed class OptimizedNetwork : nn.Module<Tensor, Tensor>
{
    /// <summary>Images that a core takes through the network together: enough for the matrix products, few enough for its cache.</summary>
    private const int LargestShare = 64;

    private readonly StepPlan _plan;
    private readonly string _network;
    private readonly int _channels;
    private readonly int _smallest;

    /// <summary>Copies a network as it is now.</summary>
    /// <param name="network">The network; the caller keeps it.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="smallest">The least height and width of an image in pixels.</param>
    /// <exception cref="NotSupportedException">A layer has no description; the message names it.</exception>
    public OptimizedNetwork(nn.Module<Tensor, Tensor> network, int channels, int smallest)
        : base(nameof(OptimizedNetwork))
    {
        (_network, _channels, _smallest) = (network.GetType().Name, channels, smallest);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        _plan = new StepPlan(PredictionFusion.Apply(GraphBuilder.Build(network, "images", channels)));
        foreach (var (name, layer) in _plan.Layers)
        {
            register_module(name, layer);
        }

        eval();
    }

    /// <summary>Maps images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Images(input, _network, _channels, _smallest, _plan.Layers.Count == 0 ? null : _plan.Layers[0].Layer.buffers().First());
        var images = (int)input.size(0);
        var threads = PredictionKernel.CanTake(input) ? ThreadTeam.Size : 1;
        var share = threads == 1 ? Math.Max(1, images) : Math.Clamp((images + threads - 1) / threads, 1, LargestShare);
        var logits = new Tensor?[Math.Max(1, (images + share - 1) / share)];
        try
        {
            ThreadTeam.Run(logits.Length, i =>
            {
                using var part = input.narrow(0, (long)i * share, Math.Min(share, images - i * share));
                logits[i] = Predict(part);
            });
            using var noGradient = no_grad();
            return cat(logits!, 0);
        }
        finally
        {
            Array.ForEach(logits, part => part?.Dispose());
        }
    }

    /// <summary>The logits of some images; the caller disposes them.</summary>
    private Tensor Predict(Tensor images)
    {
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        var values = new Tensor[_plan.Values];
        values[_plan.Input] = ChannelsLast.Pixels(images);
        foreach (var step in _plan.Steps)
        {
            var made = step.Run(values[step.First], values[step.Second]);
            values[step.Output] = made;
            foreach (var last in step.Last)
            {
                // What is freed here is used again by the next step while it is in the cache.
                if (!ReferenceEquals(values[last], made))
                {
                    values[last].Dispose();
                }
            }
        }

        var output = values[_plan.Output];
        return (_plan.OutputIsMap ? output.permute(0, 3, 1, 2).contiguous() : output).DetachFromDisposeScope();
    }
}
