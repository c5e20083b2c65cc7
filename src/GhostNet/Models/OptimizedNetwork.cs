using GhostNet.Kernels;
using GhostNet.Layers;
using GhostNet.Prediction;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Models;

/// <summary>A network of folded layers: for prediction only.</summary>
/// <remarks>
/// On a CPU the images are divided among the cores, and each core takes its share through the whole network: that way no
/// core waits for another at the end of every layer, and what a layer makes is still in the core's cache for the next.
/// </remarks>
internal sealed class OptimizedNetwork : nn.Module<Tensor, Tensor>, IImageNetwork
{
    /// <summary>Images that a core takes through the network together: enough for the matrix products, few enough for its cache.</summary>
    private const int LargestShare = 64;

    private readonly Sequential features;
    private readonly FoldedLinear head;
    private readonly FoldedLinear classifier;

    public OptimizedNetwork(
        IImageNetwork network, IEnumerable<nn.Module<Tensor, Tensor>> features, FoldedLinear head, FoldedLinear classifier)
        : base(nameof(OptimizedNetwork))
    {
        (InputChannels, Classes, SmallestImage) = (network.InputChannels, network.Classes, network.SmallestImage);
        (this.features, this.head, this.classifier) = (nn.Sequential(features), head, classifier);
        RegisterComponents();
        eval();
    }

    public int InputChannels { get; }

    public int Classes { get; }

    public int SmallestImage { get; }

    /// <summary>Maps images <c>[N, C, H, W]</c> to logits <c>[N, classes]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        InputCheck.Images(input, this, ((FoldedConv)features[0]).Bias);
        var images = (int)input.size(0);
        var threads = FoldedKernel.CanTake(input) ? ThreadTeam.Size : 1;
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
        var x = features.call(ChannelsLast.Pixels(images)).mean([1, 2]);
        return classifier.call(head.call(x).relu_()).DetachFromDisposeScope();
    }
}
