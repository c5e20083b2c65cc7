using GhostNet.Inspection;
using GhostNet.Layers;
using GhostNet.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GhostNet.Conversion;

/// <summary>A convolution in a network, by itself or with its normalisation and activation.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Layer">The layer that can be replaced.</param>
/// <param name="Weight">Its kernels, <c>[out, in / groups, height, width]</c>.</param>
/// <param name="InChannels">Channels of the input.</param>
internal sealed record PlainConvolution(string Path, nn.Module Layer, Tensor Weight, long InChannels)
{
    private (long Out, long PerGroup, long Height, long Width) Sizes { get; } = (Weight.size(0), Weight.size(1), Weight.size(2), Weight.size(3));

    /// <summary>The kernel and the channels, in words.</summary>
    public string Text => $"{Sizes.Height}×{Sizes.Width}, {InChannels} to {Sizes.Out}";

    /// <summary>All convolutions inside a model, each where it occurs first, but for those within Ghost modules.</summary>
    public static IReadOnlyList<PlainConvolution> Of(nn.Module model)
    {
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance) { model };
        var found = new List<PlainConvolution>();
        Visit(model, "");
        return found;

        void Visit(nn.Module owner, string path)
        {
            foreach (var (name, child) in owner.named_children())
            {
                var here = path.Length == 0 ? name : $"{path}.{name}";
                if (!seen.Add(child) || child is GhostModule or GhostConv)
                {
                    continue;
                }

                if (Of(child, here) is { } convolution)
                {
                    found.Add(convolution);
                }
                else
                {
                    Visit(child, here);
                }
            }
        }
    }

    /// <summary>Why it stays as it is; null when it is to be replaced.</summary>
    /// <param name="summary">What it is in the network.</param>
    /// <param name="ratio">Maps per intrinsic map.</param>
    /// <param name="dwSize">Kernel of the cheap operation.</param>
    public string? ReasonToKeep(LayerSummary summary, int ratio, int dwSize)
    {
        var kernel = Sizes.Height * Sizes.Width;
        var intrinsic = (Sizes.Out + ratio - 1) / ratio;
        return Sizes.PerGroup != InChannels ? "it is in groups"
            : summary.OutputShape is [_, _] or [_, _, 1, 1] ? "it makes a single pixel"
            : intrinsic * ((InChannels * kernel) + ((ratio - 1) * dwSize * dwSize)) >= Sizes.Out * InChannels * kernel ? "a Ghost module would have no fewer parameters"
            : null;
    }

    /// <summary>A Ghost module for its place, of the same type, on the same device and in the same mode.</summary>
    /// <param name="ratio">Maps per intrinsic map.</param>
    /// <param name="dwSize">Kernel of the cheap operation.</param>
    public nn.Module Ghost(int ratio, int dwSize)
    {
        nn.Module ghost = Layer switch
        {
            ConvBnAct block => Block(block, ratio, dwSize),
            Conv conv => GhostConv.Of(conv, ratio, dwSize),
            _ => GhostConv.Of((Conv2d)Layer, ratio, dwSize),
        };
        ghost.to(Weight.device).to(Weight.dtype);
        ghost.train(Layer.training);
        return ghost;
    }

    private static PlainConvolution? Of(nn.Module layer, string path) => layer switch
    {
        ConvBnAct block => new(path, block, block.Convolution.Weight, block.Convolution.InChannels),
        Conv conv => new(path, conv, conv.Weight, conv.InChannels),
        Conv2d conv => new(path, conv, conv.weight, conv.in_channels),
        _ => null,
    };

    private static GhostModule Block(ConvBnAct block, int ratio, int dwSize)
    {
        var conv = block.Convolution;
        var ghost = new GhostModule(conv.InChannels, conv.OutChannels, conv.KernelSize, ratio, dwSize, conv.Stride, block.Normalization.HasRelu);
        Initializer.Initialize(ghost); // As the networks of this library begin.
        return ghost;
    }
}
