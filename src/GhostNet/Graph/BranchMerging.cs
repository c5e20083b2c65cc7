using static TorchSharp.torch;

namespace GhostNet.Graph;

/// <summary>
/// Makes one convolution of those that see the same input and are added, as in GhostNetV3, whose branches exist for training
/// only. A batch normalisation among them is a convolution too, of 1×1.
/// </summary>
/// <remarks>Comes after <see cref="BatchNormFusion"/>. Source: GhostNetV3 paper (arXiv 2404.11202), section 3.1, figure 3.</remarks>
internal static class BranchMerging
{
    /// <summary>The graph with one convolution for each sum of some.</summary>
    public static LayerGraph Apply(LayerGraph graph) => graph.Rewrite((node, before) =>
        node is { Operation: Operation.Add, Inputs: [var first, var second] } && before.Inputs.All(input => graph.Uses(input) == 1)
            ? Merge(first, second) ?? Merge(second, first) ?? node
            : node);

    /// <summary>One node in place of two, or null when they do not fit each other.</summary>
    private static Node? Merge(Node first, Node second)
    {
        if (first.Operation is not Operation.Convolution convolution || second.Inputs is not [var input] || first.Inputs[0] != input)
        {
            return null;
        }

        var other = second.Operation switch
        {
            Operation.Convolution same => same,
            Operation.Normalization norm => AsConvolution(norm, convolution.Sliding, second.Name),
            _ => null,
        };
        return other is not null && Fits(convolution, other)
            ? first with { Operation = Sum(convolution, other, first.Name) }
            : null;
    }

    /// <summary>A batch normalisation as a convolution whose kernels of 1×1 pick one channel each.</summary>
    private static Operation.Convolution AsConvolution(Operation.Normalization norm, Sliding like, string path)
    {
        var (scale, shift) = BatchNormFusion.ScaleAndShift(norm);
        var channels = scale.numel();
        var seen = channels / like.Groups;
        var picked = arange(channels).remainder(seen).to(scale.device).unsqueeze(1);
        var kernels = zeros([channels, seen], ScalarType.Float64, scale.device).scatter(1, picked, scale.unsqueeze(1)).view(channels, seen, 1, 1);
        var type = norm.Weight.Value.dtype;
        return new Operation.Convolution(
            norm.Weight with { Value = kernels.to(type) },
            new Constant($"{path}.bias", shift.to(type)),
            like with { Stride = new Extent(1, 1), Padding = new Extent(0, 0) });
    }

    private static bool Fits(Operation.Convolution first, Operation.Convolution second)
    {
        var one = new Extent(1, 1);
        return (first.Sliding.Stride, first.Sliding.Groups, first.OutChannels, first.InChannels, first.Weight.Value.dim())
            == (second.Sliding.Stride, second.Sliding.Groups, second.OutChannels, second.InChannels, second.Weight.Value.dim())
            && first.Sliding.Dilation == one && second.Sliding.Dilation == one
            && IsCentred(first) && IsCentred(second);
    }

    /// <summary>Whether the middle of the kernel begins at the first pixel.</summary>
    private static bool IsCentred(Operation.Convolution convolution) =>
        (convolution.Kernel.Height, convolution.Kernel.Width)
        == (convolution.Sliding.Padding.Height * 2 + 1, convolution.Sliding.Padding.Width * 2 + 1);

    private static Operation.Convolution Sum(Operation.Convolution first, Operation.Convolution second, string path)
    {
        var type = first.Weight.Value.dtype;
        var size = new Extent(Math.Max(first.Kernel.Height, second.Kernel.Height), Math.Max(first.Kernel.Width, second.Kernel.Width));
        var biases = new[] { first.Bias?.Value, second.Bias?.Value }.OfType<Tensor>().Select(bias => bias.to(ScalarType.Float64)).ToList();
        return new Operation.Convolution(
            first.Weight with { Value = (Centred(first, size) + Centred(second, size)).to(type) },
            biases.Count == 0 ? null : new Constant(first.Bias?.Name ?? $"{path}.bias", biases.Aggregate((a, b) => a + b).to(type)),
            first.Sliding with { Padding = new Extent(size.Height / 2, size.Width / 2) });
    }

    /// <summary>The kernels with a border of zeros.</summary>
    private static Tensor Centred(Operation.Convolution convolution, Extent size)
    {
        long height = (size.Height - convolution.Kernel.Height) / 2, width = (size.Width - convolution.Kernel.Width) / 2;
        var weight = convolution.Weight.Value.to(ScalarType.Float64);
        return weight.dim() == 2 ? weight : nn.functional.pad(weight, [width, width, height, height]);
    }
}
